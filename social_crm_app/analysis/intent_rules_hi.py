"""Hindi intent rules in Latin letters, as most posts are written, and in Devanagari; as in `intent_rules`."""

HINDI: dict[str, dict[str, str]] = {
	"not Problem": {
		"no problem": """
			koi|bina|kabhi ~1 problem|dikkat|issue|pareshani ~1 nahi|nahin|nhi|ke,
			कोई ~1 समस्या|दिक्कत|परेशानी नहीं""",
		"how it is done": "kaise|kahan ~3 cancel|return|exchange|refund",
	},
	"not Praise": {
		"not so": """
			accha|acha|achha|sahi|badhiya|mast ~1 nahi|nahin|nhi,
			nahi|nahin|nhi ~1 accha|acha|achha|badhiya|mast|sahi, hota|hoti|hoga ~1 to|toh accha|acha|achha,
			अच्छा|अच्छी ~1 नहीं, accha|acha|achha hota|hoti|hoga, अच्छा होता""",
	},
	"Problem": {
		"does not work": """
			kaam|chal|work|open|load|connect|on|start|update|login ~2 nahi|nahin|nhi|ni,
			nahi|nahin|nhi|ni ~1 chal|kaam|khul|ho|mil|aa|aaya|aayi|mila|mili|chalta|chalti|hota,
			band ho|hai|pada|kar,
			kharab|toota|tuta|tooti|tuti|tut|defective|damage|damaged|ghatiya|nakli|duplicate|galat,
			hang|crash|error|atak|lag ~1 ho|kar|aa|gaya|raha|rahi, काम नहीं,
			नहीं चल|चलता|चलती|खुल|हो|मिला|मिली|आया|आई, खराब|ख़राब|टूटा|टूटी|टूटी|घटिया|नकली|ग़लत|गलत|बंद""",
		"still waiting": """
			kab ~2 aayega|aayegi|ayega|ayegi|milega|milegi|aega,
			kahan|kaha|kidhar ~2 hai ~2 mera|meri|order|parcel|paisa,
			mera|meri|mere ~2 order|parcel|paisa|paise|refund ~2 kahan|kaha|kab|nahi|nhi|nahin|abhi,
			abhi tak|bhi ~3 nahi|nahin|nhi|ni|intezaar|wait, itna|bahut|kitna|kitne ~1 late|der|time|din,
			late ho|hai|aaya|kar, wait|intezaar|intezar ~1 kar, din|hafte|mahine|ghante ~2 se|ho,
			इंतज़ार|इंतजार|देर|अभी तक|भी, कब आएगा|मिलेगा|होगा|तक, कहाँ|कहां है ~2 मेरा|ऑर्डर,
			मेरा|मेरी ऑर्डर|पैसा|पार्सल ~1 कहाँ|कहां""",
		"nobody answers": """
			koi|jawab|reply|response|answer|call ~2 nahi|nahin|nhi|ni ~2 de|deta|dete|diya|uthata|mila|aaya|
			sunta|kar|karta|hai, phone|call nahi|nhi ~1 utha*|utha, sunta|sunte|suno nahi|koi,
			कोई ~2 जवाब|नहीं सुनता|देता|दे|सुन""",
		"anger": """
			bakwas|bekar|bekaar|wahiyat|wahiyaat|faltu|bura|sabse bekar|ganda|kharab|ghatiya,
			bakwaas|bakwas|bekar|bekaar|wahiyat|wahiyaat|faltu|ganda|gandi|chor|dhokha|dhoka|fraud|loot|
			lootere|thag|scam|pathetic|worst|third class,
			pareshan|pareshani|dikkat|problem|issue|samasya ~1 hai|ho|aa|kar|hui|hua,
			paisa|paise barbad|waste|doob, mat|kabhi ~2 kharid*|lena|lo|karo|karna, dobara nahi|nhi|kabhi,
			phir|fir se ~2 kharab|band|problem|late|wahi, teesri|tisri baar,
			बेकार|बकवास|घटिया|धोखा|धोखाधड़ी|लूट|परेशान|समस्या|शिकायत|बुरा|चोर, 😡|🤬|👎|😤""",
		"money": """
			paisa|paise|refund|amount ~2 wapas|vapas|wapis|return|do|dedo|karo|chahiye|nahi|nhi, refund,
			shikayat|complaint|consumer court|forum, kat|cut gaya|gaye|liya ~1 paisa|paise,
			paisa|paise ~1 kat|cut, पैसे|पैसा ~1 वापस|वापिस|काट|कट, रिफंड, वापस करो|करें""",
	},
	"Idea": {
		"would be good": """
			accha|acha|achha|badhiya|mast hota|hoti|hoga ~1 agar|jo|ki,
			agar ~6 accha|acha|achha|badhiya|maza ~1 hota|hoga|aata, hona|hone chahiye,
			add kar|karo|kijiye|kar, feature ~1 add|laao|lao|chahiye|hona|do, suggestion|sujhav,
			please ~3 add|lao|laao, kripya ~3 add|jode*, अच्छा होता|होगा, होना चाहिए, सुझाव, जोड़ें|जोड़िए""",
	},
	"Question": {
		"asks": """
			kya aap|ye|yeh|is|iska|koi|main|mein|hum|mai|delivery|hai|ho|isme,
			kaise|kese ~2 kare|karen|karu|karun|karna|hoga|kar|hota|milega|use|order,
			kab|kahan|kaha|kitna|kitne|kitni|kaun|kon|konsa|kaunsa|kyun|kyu|kyon ~4 hai|ho|hoga|milega|
			milegi|mile|aayega|hota|karte|ka|rahe|raha, koi bata|batao|bataye|bataiye,
			bata|batao|bataiye do|dijiye|na|please|kya, pata hai,
			क्या|कैसे|कब|कहाँ|कहां|कितना|कितने|कौन|क्यों""",
	},
	"Praise": {
		"thanks and praise": """
			shukriya|dhanyavad|dhanyawad|thanks|thank|thankyou,
			bahut|bohot|bhot|ekdum|kaafi|sach ~1 accha|acha|achha|acchi|achi|achhi|badhiya|badiya|mast|
			shandar|shaandar|sahi|khush|pasand|tagda|zabardast,
			mast|badhiya|badiya|shandar|shaandar|zabardast|lajawab|kamaal|kamal|jhakaas ~1 hai|product|
			service|kaam|app|cheez, maza|mazaa aa|aaya, pasand aaya|aayi|hai, dil khush|se,
			khush ~1 hai|hu|hoon|hun|kar, best ~1 hai|service|app, धन्यवाद|शुक्रिया,
			बहुत ~1 अच्छा|अच्छी|बढ़िया|शानदार|खुश|पसंद, शानदार|बढ़िया|ज़बरदस्त|लाजवाब|मस्त, 😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
