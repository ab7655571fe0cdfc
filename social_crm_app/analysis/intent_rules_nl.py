"""Dutch intent rules; notation and layout as in `intent_rules`."""

DUTCH: dict[str, dict[str, str]] = {
	"not Problem": {
		"no problem": """
			geen|zonder|nooit|niet ~2 probleem|problemen|klachten|klacht|fout|fouten|gedoe,
			probleem|fout opgelost, niet|nooit ~1 teleurgesteld|spijt|slecht|kapot|duur|traag""",
		"how it is done": "hoe|waar|kan|kunnen ~4 annuleren|opzeggen|retourneren|terugsturen|ruilen",
	},
	"not Praise": {
		"only polite": """
			alvast bedankt, bij voorbaat dank, nee bedankt|dank,
			fijne|goede|goeden|prettige ~1 dag|avond|morgen|nacht|weekend|kerst|feestdagen""",
		"not so": """
			niet|geen|nooit|weinig|minder ~2 goed|mooi|tevreden|blij|fijn|aanrader|aanraden|top,
			zou ~4 mooi|fijn|leuk|goed|handig|geweldig""",
	},
	"Problem": {
		"does not work": """
			werkt|werken|doet|doen|laadt|laden|start|opent|reageert|verbindt|gaat ~3 niet|niets|niks|nooit,
			niet|niks ~1 werkt|werken|bereikbaar|mogelijk,
			kan|kunnen|kon ~4 niet ~1 inloggen|bestellen|betalen|openen|meer|vinden|bereiken,
			kapot|kapotte|stuk|gebroken|defect|defecte|beschadigd|beschadigde, storing|storingen|storing,
			crasht|crashen|crash|vastgelopen, loopt|blijft vast|hangen|crashen, ligt ~2 plat|eruit|uit,
			foutmelding|fout|foutmeldingen,
			verkeerde|verkeerd ~1 maat|kleur|product|artikel|adres|bestelling|geleverd,
			ontbreekt|ontbreken|mist, lekt|lekkage""",
		"still waiting": """
			wacht|wachten|gewacht ~5 week|weken|dag|dagen|maand|maanden|uur|uren|minuten|nog|lang|geld|
			antwoord|reactie|bestelling|pakket,
			nog steeds|altijd|niet|geen|niks|niets ~1 niet|geen|niks|niets|ontvangen|geleverd|binnen,
			al ~2 weken|dagen|maanden|uren,
			waar blijft|is|blijven|zijn ~1 mijn|onze|het|de ~1 pakket|bestelling|pakje|geld|levering|
			terugbetaling|order, vertraging|vertraagd, te|uur|dagen|weken laat,
			duurt ~2 lang|eeuwen|weken|eeuwig, nooit|niet ~1 aangekomen|ontvangen|geleverd|bezorgd|gekregen,
			kwijt, zoekgeraakt""",
		"nobody answers": """
			niemand|geen ~3 antwoordt|antwoord|reageert|reactie|helpt|hulp|neemt|bereikbaar|belt|opneemt|
			oplossing, reageert|reageren|antwoorden|antwoordt ~2 niet|niemand, genegeerd|negeren|negeert,
			onbereikbaar""",
		"again and again": """
			alweer, weer eens, derde|vierde|vijfde|zoveelste keer|storing|vertraging|fout, elke|iedere keer,
			steeds weer|hetzelfde, weer ~1 kapot|storing|vertraging|mis|stuk""",
		"anger": """
			probleem|problemen met|sinds|bij|om, heb|hebben|zelfde|veel|steeds ~2 probleem|problemen,
			slecht|slechte|slechter|slechtste|waardeloos|waardeloze|verschrikkelijk|vreselijk|belachelijk|
			schandalig|schande|drama|ramp|onacceptabel|onbeschoft|bagger|rommel|troep|klote|kut|ruk|prut|
			bedroevend|triest|nutteloos|onbetrouwbaar|oplichting|oplichters|oplichter|diefstal|bedrog|fraude,
			teleurgesteld|teleurstellend|teleurstelling|boos|woedend|gefrustreerd|frustrerend|geïrriteerd|
			irritant|ergerlijk|balen, nooit meer, blijf weg, afgezet, afzetterij|afzetters,
			te|zo|veel ~1 duur|traag|langzaam|ingewikkeld,
			niet ~2 tevreden|blij|acceptabel|normaal|aanraden|aanrader, geldverspilling|tijdverspilling,
			bedankt voor niks|niets, lekker|fijn|mooi|leuk|top ~1 weer ~2 vertraging|storing|uur|fout|kapot,
			wat een ~1 onzin|drama|rommel|slecht*|gedoe|zooi, 😡|🤬|👎|😤""",
		"money": """
			geld terug, terugbetaling|terugbetaald|terugbetalen|terugstorten|restitutie, mijn geld,
			dubbel ~1 afgeschreven|betaald|gerekend, afgeschreven, klacht|klagen|klachten,
			opgezegd|opzeggen|annuleren|geannuleerd, teruggestuurd|terugsturen,
			waarom ~4 niet|traag|duur|slecht|geen""",
	},
	"Sign": {
		"absence": "niet|niks|niets|nooit|niemand|geen|zonder|nergens|onmogelijk",
		"insistence": """
			nog|weer|alweer|steeds|sinds|eindelijk|al|altijd|waarom|alleen|twee|drie,
			uur|uren|dagen|weken|maanden|minuten""",
		"bad sign": """
			vies|smerig|lawaaierig|koud|koude|verbrand|onbeleefd|geblokkeerd|kwijt|vertraging|vertraagd|
			geannuleerd|fout|foute|verkeerd|verkeerde|slecht|slechte|traag|geweigerd|leeg|vergeten|
			beschadigd|mist|ontbreekt|opgehangen|gelogen|nat|gegooid|stinkt|probleem|chaos|erger|gestolen|
			ondanks|uitgevallen|hangt|hapert""",
		"business": """
			bestelling|pakket|pakje|levering|bezorger|factuur|rekening|kaart|pas|app|site|website|pagina|
			service|support|klantenservice|kamer|hotel|eten|tafel|vlucht|trein|bus|monteur|afspraak|contract|
			abonnement|internet|verbinding|lijn|signaal|telefoon|toestel|accu|batterij|wachtwoord|winkel|
			kaartje|code|mail|antwoord|product|artikel|klant|klanten|personeel|ober|geld|maat|betalen|
			betaling|gegevens|maand""",
	},
	"Idea": {
		"would be good": """
			zou ~4 mooi|fijn|leuk|goed|handig|geweldig|top|ideaal|nuttig|beter|tof|cool|prettig|helpen,
			graag ~3 toevoegen|optie|functie|zien,
			zouden|kunnen|willen jullie|jullie ~5 toevoegen|maken|aanbieden|terugbrengen, voeg ~4 toe,
			suggestie|suggesties|voorstel|idee|tip, wens|wenste ~2 dat|jullie,
			jullie zouden|moeten ~3 toevoegen|aanbieden|maken|hebben, mis ~2 optie|functie|mogelijkheid,
			waarom niet ~1 gewoon|ook""",
	},
	"Question": {
		"asks": """
			^hoe kan|lang|veel|vaak|werkt|kom|krijg|moet|doe|gaat|groot|duur|laat|zet|stel,
			^waar|wanneer|waarom|wie|wat|welke kan|is|zijn|vind|komt|koop|kost|moet|heeft|weet|gaat|wordt|
			maat|betekent|doet|doe,
			^kan|kunnen|kun|mag|is|zijn|heeft|hebben|gaat|wordt|leveren|werkt|zit|komt ik|je|jullie|iemand|
			dit|deze|het|er|de|u, weet|heeft|kent iemand|jullie, vraag over|aan|voor|mbt, een|korte vraag,
			hoe kan|kom|krijg|zet ik|je, is het mogelijk, vraag me af, zoek ~1 advies|tips|hulp, hulp nodig,
			of jullie|het|er|ik""",
	},
	"Praise": {
		"thanks and praise": """
			bedankt|dank|dankjewel|dankje|thanks|merci, complimenten|compliment|petje|hulde|chapeau,
			geweldig|geweldige|fantastisch|fantastische|uitstekend|uitstekende|perfect|perfecte|prima|super|
			top|goed|goede|mooi|mooie|fijne|toffe ~1 service|product|werk|team|kwaliteit|klantenservice|app|
			update|ervaring|levering|prijs|winkel|bedrijf,
			is|was|zijn|ben|werkt|echt|heel|erg|zeer|super|alles|gewoon ~2 geweldig|fantastisch|uitstekend|
			perfect|prima|super|top|mooi|goed|tevreden|blij|fijn|handig|netjes|snel|vriendelijk, dol op,
			blij|tevreden met, aanrader, aan te raden,
			beste ~3 service|klantenservice|app|aankoop|product|jaren|ooit, goed bezig|gedaan, ga zo door,
			hou van, ^geweldig|fantastisch|perfect|prima|super|toppie|top|mooi, 😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
