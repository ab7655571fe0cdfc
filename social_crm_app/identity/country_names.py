"""What the countries are called in some thirty languages, for `places`.

Data only: one country a line, its ISO 3166 code and its names in lower case without accents. Taken from
`phonenumbers.geodata.locale` (Apache License 2.0), which holds the same in 200 languages and takes a third of a second
to import: too long for a background job that compares a few places.
"""

COUNTRY_NAMES = """
AD: andorra|andorre|andora|ανδορα|андорра|アントラ|安道尔|안도라|อ นดอร รา
AE: united arab emirates|vereinigte arabische emirate|emirats arabes unis|emiratos arabes unidos|emirati arabi uniti|emirados arabes unidos|verenigde arabische emiraten|forenade arabemiraten|zjednoczone emiraty arabskie|uni emirat arab|ηνωμενα αραβικα εμιρατα|объединенные арабские эмираты|アラフ首長国連邦|阿拉伯联合酋长国|아랍에미리트|الامارات|สหร ฐอาหร บเอม เรตส|cac tieu vuong quoc a rap thong nhat
AF: afghanistan|afganistan|afeganistao|αφγανισταν|афганистан|アフカニスタン|阿富汗|아프가니스탄|อ ฟกาน สถาน|ap ga ni xtan
AG: antigua and barbuda|antigua und barbuda|antigua et barbuda|antigua y barbuda|antigua e barbuda|antigua en barbuda|antigua och barbuda|antigua dan barbuda|αντιγκουα και μπαρμπουντα|アンチクアハーフータ|安提瓜和巴布达|앤티가 바부다|an ti gu a va ba bu đa
AI: anguilla|anguila|ανγκουιλα|ангуила|アンキラ|安圭拉|안길라|อ นก ลา
AL: albania|albanien|albanie|αλβανια|албания|アルハニア|阿尔巴尼亚|알바니아|แอลเบเน ย|an ba ni
AM: armenia|armenien|armenie|αρμενια|армения|アルメニア|亚美尼亚|아르메니아|อาร ม เน ย|ac me ni a
AN: netherlands antilles|niederlandische antillen|antilles neerlandaises|antillas holandesas|antille olandesi|antilhas holandesas|nederlandse antillen|nederlandska antillerna|antyle holenderskie|antilles belanda|ολλανδικες αντιλλες|нидерландские антильские острова|オランタ領アンティル諸島|荷属安的列斯群岛|네덜란드령 안틸레스|เนเธอร แลนด แอนท ลล
AO: angola|ανγκολα|ангола|アンコラ|安哥拉|앙골라|อ นโกลา|ang go la
AQ: antarctica|antarktis|antarctique|antartida|antartide|antarktika|ανταρκτικη|南極|南极洲|남극
AR: argentina|argentinien|argentine|argentinie|argentyna|αργεντινη|аргентина|アルセンチン|阿根廷|아르헨티나|อาร เจนต นา|ac hen ti na
AS: american samoa|amerikanisch samoa|samoa americaines|samoa americana|samoa americane|amerikaans samoa|amerikanska samoa|samoa amerika|αμερικανικη σαμοα|アメリカンサモア|东萨摩亚|미국령 사모아
AT: austria|osterreich|autriche|oostenrijk|osterrike|αυστρια|австрия|オーストリア|奥地利|오스트리아|ออสเตร ย
AU: australia|australien|australie|αυστραλια|австралия|オーストラリア|澳大利亚|오스트레일리아|ออสเตรเล ย
AW: aruba|αρουμπα|аруба|アルハ島|阿鲁巴|아루바|อารบา
AX: aland islands|aaland inseln|iles aland|islas aland|isole aland|ilhas aland|alandeilanden|aland|νησοι aland|オーラント諸島|奥兰群岛|올란드 제도
AZ: azerbaijan|aserbaidschan|azerbaidjan|azerbaiyan|azerbaigian|azerbaijao|azerbeidzjan|azerbadjan|azerbejdzan|αζερμπαιτζαν|азербаиджан|アセルハイシャン|阿塞拜疆|아제르바이잔|อาเซอร ไบจ น|ai dec bai gian
BA: bosnia and herzegovina|bosnien und herzegowina|bosnie herzegovine|bosnia y hercegovina|bosnia erzegovina|bosnia herzegovina|bosnie en herzegovina|bosnien och herzegovina|bosnia i hercegowina|bosnia dan herzegovina|βοσνια ερζεγοβινη|босния и герцеговина|ホスニア ヘルツェコヒナ|波斯尼亚和黑山共和国|보스니아 헤르체고비나|บอสเน ย และ เฮ ร ซโกว เน ย|bo xni a hec xe go vi na
BB: barbados|barbade|μπαρμπαντος|барбадос|ハルハトス|巴巴多斯|바베이도스|บาร บาดอส|bac ba đot
BD: bangladesh|bangladesch|bangladesz|μπανγκλαντες|бангладеш|ハンクラテシュ|孟加拉|방글라데시|บ งคลาเทศ|bang la đet
BE: belgium|belgien|belgique|belgica|belgio|belgie|belgia|βελγιο|бельгия|ヘルキー|比利时|벨기에|เบลเย ยม
BF: burkina faso|burquina faso|μπουρκινα φασο|буркина фасо|フルキナファソ|布基纳法索|부르키나파소|เบอร ก นาฟาโซ|buoc ki na pha xo
BG: bulgaria|bulgarien|bulgarie|bulgarije|βουλγαρια|болгария|フルカリア|保加利亚|불가리아|บ ลแกเร ย|bun ga ri
BH: bahrain|bahrein|bahrajn|μπαχρειν|бахреин|ハーレーン|巴林|바레인|البحرين|บาห เรน|ba ren
BI: burundi|μπουρουντι|бурунди|フルンシ|布隆迪|부룬디|บร นด|bu run đi
BJ: benin|μπενιν|бенин|ヘニン|贝宁|베넹|เบน น|be nanh
BL: saint barthelemy|san bartolome|sao bartolomeu|サンハルテルミー|圣巴泰勒米岛|생 바르텔레미
BM: bermuda|bermudes|bermudas|bermudy|βερμουδες|бермудские острова|ハーミュータ諸島|百慕大|버뮤다|เบอร ม วดา
BN: brunei|μπρουνει νταρουσαλαμ|брунеи|フルネイ|文莱|브루나이|บรไน|bru nay
BO: bolivia|bolivien|bolivie|boliwia|βολιβια|боливия|ホリヒア|玻利维亚|볼리비아|โบล เว ย|bo li vi a
BQ: bonaire sint eustatius and saba|bonaire sint eustatius und saba|bonaire saint eustache et saba|bonaire san eustaquio y saba|bonaire sint eustatius e saba|bonaire saint eustatius och saba|ホネール シントユースタティウスおよひサハ|博奈尔岛 圣尤斯特歇斯岛和萨巴岛|보네르 신트유스타티우스 사바 제도
BR: brazil|brasilien|bresil|brasil|brasile|brazilie|brasilia|brazylia|βραζιλια|бразилия|フラシル|巴西|브라질|บราซ ล|bra xin
BS: bahamas|bahama s|bahamy|μπαχαμες|багамские острова|ハハマ|巴哈马|바하마|บาฮามาส|ba ha ma
BT: bhutan|bhoutan|butan|butao|μπουταν|бутан|フータン|不丹|부탄|ภฐาน
BV: bouvet island|bouvet insel|ile bouvet|isla bouvet|isola di bouvet|ilha bouvet|bouveteiland|bouveton|kepulauan bouvet|νησος μπουβε|フーヘ島|布韦岛|부베이 섬
BW: botswana|botsuana|μποτσουανα|ботсвана|ホツワナ|博茨瓦纳|보츠와나|บอตสวานา|bot xoa na
BY: belarus|bielo russie|bielorrusia|bielorussia|wit rusland|vitryssland|bialorus|belarusia|λευκορωσια|беларусь|ヘラルーシ|白俄罗斯|벨라루스|เบลลาร ส|be la rut
BZ: belize|belice|μπελιζ|белиз|ヘリース|伯里兹|벨리즈|เบล ซ|be li xe
CA: canada|kanada|καναδας|канада|カナタ|加拿大|캐나다|แคนาดา|ca na đa
CC: cocos islands|kokos inseln|iles cocos|islas cocos|isole cocos|ilhas coco|cocoseilanden|cocosoarna|kepulauan cocos|νησοι κοκος κηλινγκ|ココス諸島|科库斯群岛|코코스 군도
CD: the democratic republic of congo|demokratische republik kongo|republique democratique du congo|republica democratica del congo|repubblica democratica del congo|congo kinshasa|demokratiska republiken kongo|republik demokratik kongo|κονγκο λαικη δημοκρατια του|コンコ民主共和国|刚果民主共和国|콩고 민주 공화국
CF: central african republic|zentralafrikanische republik|republique centre africaine|republica centroafricana|repubblica centrafricana|republica centro africana|centraal afrikaanse republiek|centralafrikanska republiken|republika srodkowoafrykanska|republik afrika tengah|κεντροαφρικανικη δημοκρατια|центральноафриканская республика|中央アフリカ共和国|中非共和国|중앙 아프리카|สาธารณร ฐแอฟร กากลาง|cong hoa trung phi
CG: congo|kongo|congo brazzaville|κονγκο|конго|コンコ|刚果|콩고|คองโก|cong go
CH: switzerland|schweiz|suisse|suiza|svizzera|suica|zwitserland|sveitsi|szwajcaria|swiss|ελβετια|швеицария|スイス|瑞士|스위스|สว สเซอร แลนด|thuy si
CI: cote d ivoire|elfenbeinkuste|costa de marfil|costa d avorio|costa do marfim|ivoorkust|elfenbenskusten|wybrzeze kosci sloniowej|pantai gading|ακτη ελεφαντοδοντος|кот д ивуар|コートシホアール|象牙海岸|코트디부와르|ฝ งทะเลไอวอร|bo bien nga
CK: cook islands|cook inseln|iles cook|islas cook|isole cook|ilhas cook|cookeilanden|cookoarna|kepulauan cook|νησοι κουκ|クック諸島|库克群岛|쿡 제도
CL: chile|chili|cile|χιλη|чили|チリ|智利|칠레|ช ล|chi le
CM: cameroon|kamerun|cameroun|camerun|republica dos camaroes|kameroen|καμερουν|камерун|カメルーン|喀麦隆|카메룬|คาเมรน|ca mo run
CN: china|chine|cina|kina|kiina|chiny|κινα|китаи|中華人民共和国|中国|중국|จ น|trung quoc
CO: colombia|kolumbien|colombie|kolumbia|kolombia|κολομβια|колумбия|コロンヒア|哥伦比亚|콜롬비아|โคล มเบ ย|co lom bi a
CR: costa rica|kostaryka|kosta rika|κοστα ρικα|коста рика|コスタリカ|哥斯达黎加|코스타리카|คอสตาร กา|cot xta ri ca
CU: cuba|kuba|κουβα|куба|キューハ|古巴|쿠바|ค วบา|cu ba
CV: cape verde|kap verde|cap vert|cabo verde|capo verde|kaapverdie|republika zielonego przyladka|tanjung verde|νησοι πρασινου ακρωτηριου|зеленыи мыс|カーホヘルテ|佛得角|까뽀베르데|เคพเวอร ด|cap ve
CW: curacao|キュラソー|库拉索岛|퀴라소
CX: christmas island|weihnachtsinsel|ile christmas|isla christmas|isola di natale|ilhas natal|christmaseiland|julon|pulau christmas|νησος χριστουγεννων|クリスマス島|圣诞岛|크리스마스 섬
CY: cyprus|zypern|chypre|chipre|cipro|cypern|cypr|siprus|κυπρος|кипр|キフロス|塞浦路斯|사이프러스|ไซปร ส|sip
CZ: czech republic|tschechische republik|republique tcheque|chequia|repubblica ceca|republica tcheca|tsjechie|tjeckiska republiken|tsekin tasavalta|republika czeska|ceska republika|republik ceko|τσεχια|чехия|チェコ|捷克共和国|체코|สาธารณร ฐเช ค|cong hoa sec
DE: germany|deutschland|allemagne|alemania|germania|alemanha|duitsland|tyskland|saksa|niemcy|jerman|γερμανια|германия|トイツ|德国|독일|เยอรมน|đuc
DJ: djibouti|dschibuti|yibuti|gibuti|djibuti|dzibuti|jibouti|τζιμπουτι|джибути|シフチ|吉布提|지부티|ด โบต|gi bu ti
DK: denmark|danemark|dinamarca|danimarca|denemarken|danmark|tanska|dania|δανια|дания|テンマーク|丹麦|덴마크|เดนมาร ก|đan mach
DM: dominica|dominique|dominika|ντομινικα|доминика|トミニカ国|多米尼加联邦|도미니카|โดม น กา
DO: dominican republic|dominikanische republik|republique dominicaine|republica dominicana|repubblica dominicana|dominicaanse republiek|dominikanska republiken|republika dominikany|republik dominika|δομινικανη δημοκρατια|доминиканская республика|トミニカ共和国|多米尼加共和国|도미니카 공화국|สาธารณร ฐโดม น ก น
DZ: algeria|algerien|algerie|argelia|algerije|algeriet|αλγερια|алжир|アルシェリア|阿尔及利亚|알제리|الجزاير|แอลจ เร ย|an gie ri
EC: ecuador|equateur|equador|ekwador|ekuador|ισημερινος|эквадор|エクアトル|厄瓜多尔|에쿠아도르|เอกวาดอร|e cu a đo
EE: estonia|estland|estonie|εσθονια|эстония|エストニア|爱沙尼亚|에스토니아|เอสโตเน ย|e xto ni a
EG: egypt|agypten|egypte|egipto|egitto|egito|egypten|egipt|mesir|αιγυπτος|египт|エシフト|埃及|이집트|مصر|อ ย ปต|ai cap
EH: western sahara|westsahara|sahara occidental|sahara occidentale|saara ocidental|westelijke sahara|vastra sahara|sahara zachodnia|sahara barat|δυτικη σαχαρα|западная сахара|西サハラ|西撒哈拉|서사하라|ซาฮาราตะว นตก|tay sahara
ER: eritrea|erythree|eritreia|erytrea|ερυθραια|эритрея|エリトリア|厄里特尼亚|에리트리아|อ ร ทร|e ri to re a
ES: spain|spanien|espagne|espana|spagna|espanha|spanje|espanja|hiszpania|spanyol|ισπανια|испания|スヘイン|西班牙|스페인|สเปน|tay ban nha
ET: ethiopia|athiopien|ethiopie|etiopia|etiopien|αιθιοπια|эфиопия|エチオヒア|埃塞俄比亚|이디오피아|เอธ โอเป ย|e ti o pi a
FI: finland|finnland|finlande|finlandia|suomi|φινλανδια|финляндия|フィンラント|芬兰|핀란드|ฟ นแลนด|phan lan
FJ: fiji|fidschi|fidji|fiyi|figi|fidzi|φιτζι|фиджи|フィシー|斐济|피지|ฟ จ|phi gi
FK: falkland islands|falkland inseln|iles malouines|islas malvinas|isole falkland|ilhas malvinas|falklandeilanden|falklandsoarna|kepulauan falkland|νησοι φωκλαντ|フォークラント諸島|富克兰群岛|포클랜드 제도
FM: micronesia|mikronesien|micronesie|mikronezja|mikronesia|μικρονησια ομοσπονδες πολιτειες της|микронезия|ミクロネシア|密克罗尼西亚|마이크로네시아|ไมโครน เซ ย|mi cro ne xi a
FO: faroe islands|faroer inseln|iles feroe|islas feroe|isole færoer|ilhas faroe|faeroer|faroarna|kepulauan faroe|νησοι φεροες|フェロー諸島|法罗群岛|페로 제도
FR: france|frankreich|francia|franca|frankrijk|frankrike|ranska|francja|perancis|γαλλια|франция|フランス|法国|프랑스|ฝร งเศส|phap
GA: gabon|gabun|gabao|γκαμπον|габон|カホン|加蓬|가봉|กาบอน|ga bong
GB: united kingdom|vereinigtes konigreich|royaume uni|reino unido|regno unito|verenigd koninkrijk|storbritannien|iso britannia|wielka brytania|inggris raya|ηνωμενο βασιλειο|соединенное королевство|イキリス|英国|영국|สหราชอาณาจ กร|vuong quoc anh
GD: grenada|grenade|granada|γρεναδα|クレナタ|格林纳达|그레나다|gre na đa
GE: georgia|georgien|georgie|gruzja|γεωργια|грузия|クルシア|格鲁吉亚|그루지야|จอร เจ ย|gru di a
GF: french guiana|franzosisch guayana|guyane francaise|guayana francesa|guayana francese|guiana francesa|frans guyana|franska guyana|gujana francuska|guyana perancis|γαλλικη γουιανα|французская гвинея|仏領キアナ|法属圭亚那|프랑스령 기아나|เฟร นชก วนา
GG: guernsey|guernesey|カーンシー|格恩西岛|건지
GH: ghana|gana|γκανα|гана|カーナ|加纳|가나|กานา|gha na
GI: gibraltar|gibilterra|γιβραλταρ|シフラルタル|直布罗陀|지브롤터
GL: greenland|gronland|groenland|groenlandia|γροιλανδια|クリーンラント|格陵兰|그린랜드
GM: gambia|gambie|γκαμπια|гамбия|カンヒア|冈比亚|감비아|แกมเบ ย|gam bi a
GN: guinea|guinee|guine|gwinea|γουινεα|гвинея|キニア|几内亚|기니|ก วน|ghi ne
GP: guadeloupe|guadalupe|guadalupa|gwadelupa|γουαδελουπη|гваделупа|クアトルーフ|瓜德罗普岛|과달로프|ก วเดอลป
GQ: equatorial guinea|aquatorial guinea|guinee equatoriale|guinea ecuatorial|guinea equatoriale|guine equatorial|equatoriaal guinea|ekvatorialguinea|gwinea rownikowa|guinea khatulistiwa|ισημερινη γουινεα|экваториальная гвинея|赤道キニア|赤道几内亚|적도 기니|เอควาโทเร ยลก น|ghi ne xich đao
GR: greece|griechenland|grece|grecia|griekenland|grekland|kreikka|grecja|yunani|ελλαδα|греция|キリシア|希腊|그리스|กร ซ|hy lap
GS: south georgia and the south sandwich islands|sud georgia und die sudlichen sandwich inseln|georgie du sud et iles sandwich du sud|islas georgia del sur y sandwich del sur|georgia del sud e isole sandwich meridionali|georgia do sul e ilhas sandwich do sul|zuid georgie en zuidelijke sandwicheilanden|sydgeorgien och sydsandwichoarna|georgia selatan dan kepulauan sandwich selatan|νοτια γεωργια και νησοι νοτιες σαντουιτς|サウスショーシア島 サウスサントウィッチ島|南乔治亚岛和南桑德韦奇岛|사우스 조지아 및 사우스 샌드위치 제도
GT: guatemala|gwatemala|γουατεμαλα|гватемала|クアテマラ|危地马拉|과테말라|ก วเตมาลา|goa te ma la
GU: guam|γκουαμ|クアム|关岛|괌
GW: guinea bissau|guinee bissau|guine bissau|gwinea bissau|γουινεα μπισαου|гвинея бисау|キニアヒサウ|几内亚比绍共和国|기네비쏘|ก วน บ สโซ|ghi ne bit xao
GY: guyana|guiana|gujana|γουιανα|гаиана|カイアナ|圭亚那|가이아나|กยานา|guy a na
HK: hong kong|hongkong|hong kong regiao admin especial da china|hongkong sar van china|hong kong s a r cina|χονγκ κονγκ ειδικη διοικητικη περιφερεια της κινας|гонконг|香港|홍콩|ฮองกง
HM: heard island and mcdonald islands|heard und mcdonald inseln|ile heard et iles mcdonald|islas heard y mcdonald|isole heard e mcdonald|ilha heard e ilhas mcdonald|heard en mcdonaldeilanden|heardoch mcdonaldoarna|pulau heard dan kepulauan mcdonald|νησοι χερντ και μακντοναλντ|ハート マクトナルト諸島|赫德和麦克唐纳群岛|허드 섬 및 맥도널드 제도
HN: honduras|ονδουρα|гондурас|ホンシュラス|洪都拉斯|온두라스|ฮอนดร ส|hon đu rat
HR: croatia|kroatien|croatie|croacia|croazia|kroatie|chorwacja|kroasia|κροατια|хорватия|クロアチア|克罗地亚|크로아티아|โครเอเช ย|cro a ti a
HT: haiti|αιτη|гаити|ハイチ|海地|하이티|ไฮต|ha i ti
HU: hungary|ungarn|hongrie|hungria|ungheria|hongarije|ungern|wegry|magyarorszag|hungaria|ουγγαρια|венгрия|ハンカリー|匈牙利|헝가리|ฮ งการ|hung ga ri
ID: indonesia|indonesien|indonesie|indonezja|ινδονησια|индонезия|イントネシア|印度尼西亚|인도네시아|อ นโดน เซ ย|nam duong
IE: ireland|irland|irlande|irlanda|ierland|irlanti|irlandia|ιρλανδια|ирландия|アイルラント|爱尔兰|아일랜드|ไอร แลนด|ai len
IL: israel|israele|izrael|ισραηλ|израиль|イスラエル|以色列|이스라엘|ישראל|อ สราเอล|i xra en
IM: isle of man|ile de man|isla de man|isola di man|ilha de man|マン島|曼岛|맨 섬
IN: india|indien|inde|indie|ινδια|индия|イント|印度|인도|भ रत|อ นเด ย|an đo
IO: british indian ocean territory|britische territorien im indischen ozean|territoires britanniques de l ocean indien|territorio britanico del oceano indico|territorio britannico dell oceano indiano|territorio britanico do oceano indico|britse gebieden in de indische oceaan|brittiska territoriet i indiska oceanen|βρετανικα εδαφη ινδικου ωκεανου|英領イント洋地域|英属印度洋领地|영인도 제도
IQ: iraq|irak|iraque|ιρακ|ирак|イラク|伊拉克|이라크|العراق|อ ร ก|i rac
IR: iran|ira|ιραν ισλαμικη δημοκρατια του|иран|イラン|伊朗|이란|อ หราน|i ran
IS: iceland|island|islande|islandia|islanda|ijsland|ισλανδια|исландия|アイスラント|冰岛|아이슬란드|ไอซแลนด|ai xo len
IT: italy|italien|italie|italia|wlochy|itali|ιταλια|италия|イタリア|意大利|이탈리아|อ ตาล
JE: jersey|シャーシー|泽西岛|저지
JM: jamaica|jamaika|jamaique|giamaica|jamajka|τζαμαικα|ямаика|シャマイカ|牙买加|자메이카|จาไมกา|ha mai ca
JO: jordan|jordanien|jordanie|jordania|giordania|yordania|ιορδανια|иордания|ヨルタン|约旦|요르단|الاردن|จอร แดน|gioc đa ni
JP: japan|japon|giappone|japao|japani|japonia|jepang|ιαπωνια|япония|日本|일본|ญ ปน|nhat ban
KE: kenya|kenia|quenia|κενυα|кения|ケニア|肯尼亚|케냐|เคนยา|ke ni a
KG: kyrgyzstan|kirgistan|kirguizistan|kirghizistan|quirguistao|kirgizie|kirgisistan|κιργιζια|киргизстан|キルキスタン|吉尔吉克斯坦|키르기스스탄|เคอร ก สถาน|cu ro gu xtan
KH: cambodia|kambodscha|cambodge|camboya|cambogia|camboja|cambodja|kambodja|kambodza|kamboja|καμποτζη|камбоджа|カンホシア|柬埔寨|캄보디아|ก มพชา|campuchia
KI: kiribati|quiribati|κιριμπατι|кирибати|キリハス|基里巴斯|키리바시|ค ร บาต|ki ri ba ti
KM: comoros|komoren|comores|comore|comoren|komorerna|komory|komoros|κομορες|коморос|コモロ|科摩罗|코모르|โคโมรอส|co mo
KN: saint kitts and nevis|saint kitts und nevis|saint christophe et nieves|san cristobal y nieves|saint kitts e nevis|sao cristovao e nevis|saint kitts en nevis|saint kitts och nevis|saint kitts dan nevis|σαιντ κιτς και νεβις|セントクリストファー ネイヒス|圣基茨和尼维斯|세인트 크리스토퍼 니비스|xan kit va ne vi
KP: north korea|nordkorea|coree du nord|corea del norte|corea del nord|coreia do norte|noord korea|korea polnocna|korea utara|κορεα βορεια|северная корея|朝鮮民主主義人民共和国|朝鲜|북한|เกาหล เหน อ|bac trieu tien
KR: south korea|sudkorea|coree du sud|corea del sur|corea del sud|coreia do sul|zuid korea|sydkorea|korea|korea poludniowa|korea selatan|κορεα νοτια|южная корея|大韓民国|韩国|대한민국|เกาหล ใต|han quoc
KW: kuwait|koweit|koeweit|kuwejt|κουβειτ|кувеит|クウェート|科威特|쿠웨이트|الكويت|คเวต|co oet
KY: cayman islands|kaiman inseln|iles caimans|islas caiman|isole cayman|ilhas caiman|caymaneilanden|caymanoarna|kepulauan kayman|νησοι κειμαν|ケイマン諸島|开曼群岛|케이맨 제도
KZ: kazakhstan|kasachstan|kazajstan|casaquistao|kazachstan|kazakstan|καζακσταν|казахстан|カサフスタン|哈萨克斯坦|카자흐스탄|คาซ คสถาน|ka dac xtan
LA: laos|republica popular democratica do laos|λατινικη αμερικη|лаос|ラオス|老挝|라오스|ลาว|lao
LB: lebanon|libanon|liban|libano|λιβανος|ливан|レハノン|黎巴嫩|레바논|لبنان|เลบานอน|li bang
LC: saint lucia|st lucia|sainte lucie|santa lucia|sainte lucia|santa lusia|αγια λουκια|セントルシア|圣卢西亚|세인트 루시아|xan lu xi
LI: liechtenstein|λιχτενσταιν|лихтенштеин|リヒテンシュタイン|列支敦士登|리히텐슈타인|ไลเทนสไตน|lich ten xten
LK: sri lanka|σρι λανκα|шри ланка|スリランカ|斯里兰卡|스리랑카|ศร ล งกา|xri lan ca
LR: liberia|λιβερια|либерия|リヘリア|利比里亚|라이베리아|ล เบอร เล ย|li be ri a
LS: lesotho|lesoto|λεσοτο|лесото|レソト|莱索托|레소토|เลโซโท|le xo tho
LT: lithuania|litauen|lithuanie|lituania|litouwen|litwa|λιθουανια|литва|リトアニア|立陶宛|리투아니아|ล เทอร เน ย|li tu a ni a
LU: luxembourg|luxemburg|luxemburgo|lussemburgo|luksemburg|λουξεμβουργο|люксембург|ルクセンフルク|卢森堡|룩셈부르크|ล กซ เซมเบอร ก|luc xam bua
LV: latvia|lettland|lettonie|letonia|lettonia|letland|łotwa|λετονια|латвия|ラトヒア|拉脱维亚|라트비아|ลาตเว ย|lat vi a
LY: libya|libyen|libye|libia|libie|λιβυη|ливия|リヒア|利比亚|리비아|ليبيا|ล เบ ย|li bi
MA: morocco|marokko|maroc|marruecos|marocco|marrocos|marocko|maroko|μαροκο|марокко|モロッコ|摩洛哥|모로코|المغرب|โมรอคโค|ma roc
MC: monaco|monako|μονακο|монако|モナコ|摩纳哥|모나코|โมนาโค|mo na co
MD: moldova|moldau|moldavie|moldavia|moldavien|moldawia|μολδαβια δημοκρατια της|молдова|モルトハ|摩尔多瓦|몰도바|โมลโดวา|mon đo va
ME: montenegro|モンテネクロ|黑山|몬테네그로
MF: saint martin|st martin|san martin|sao martinho|サンマルタン|圣马丁|생 마르탱
MG: madagascar|madagaskar|μαδαγασκαρη|мадагаскар|マタカスカル|马达加斯加|마다가스카르|มาดากาสกา|ma đa gat xca
MH: marshall islands|marshall inseln|iles marshall|islas marshall|isole marshall|ilhas marshall|marshalleilanden|marshalloarna|kepulauan marshall|νησοι μαρσαλ|マーシャル諸島|马绍尔群岛|마셜 제도|quan đao mac san
MK: macedonia|mazedonien|macedoine|macedonie|makedonien|πγδ μακεδονιας|македония|マケトニア|马其顿王国|마케도니아어|แมซ โดเน ย|ma xe đo ni a
ML: mali|μαλι|мали|マリ|马里|말리|มาล|ma li
MM: myanmar|mianmar birmania|μιανμαρ|мьянма|ミャンマー|缅甸|미얀마|สหภาพพมา|mi an ma
MN: mongolia|mongolei|mongolie|mongoliet|μογγολια|монголия|モンコル|蒙古|몽골|มองโกเล ย|mong co
MO: macao|macau regiao admin especial da china|macao sar van china|makao s a r cina|μακαο ειδικη διοικητικη περιφερεια της κινας|マカオ|澳门特区|마카오
MP: northern mariana islands|nordliche mariannen inseln|iles mariannes du nord|islas marianas del norte|isole marianne settentrionali|ilhas marianas do norte|noordelijke marianeneilanden|nordmarianerna|kepualuan mariana utara|νησοι βορειες μαριανες|北マリアナ諸島|美属北马里亚纳群岛|북마리아나 제도
MQ: martinique|martinica|martynika|μαρτινικα|мартиника|マルティニーク島|马提尼克岛|말티니크|มาร ต น ก
MR: mauritania|mauretanien|mauritanie|mauretania|μαυριτανια|мавритания|モーリタニア|毛里塔尼亚|모리타니|มอร ทาเน ย|mo ri ta ni
MS: montserrat|μονσερατ|монтсерат|モントセラト島|蒙特塞拉群岛|몬트세라트|มอนต เซอราต
MT: malta|malte|μαλτα|мальта|マルタ|马耳他|몰타|ม ลตา|man ta
MU: mauritius|maurice|mauricio|maurizio|μαυρικιος|маврикии|モーリシャス|毛里求斯|모리셔스|มอร เต ยส|mo ri xo
MV: maldives|maldiven|maldivas|maldive|maldiverna|μαλδιβες|モルティフ|马尔代夫|몰디브|man đi vo
MW: malawi|malaui|μαλαουι|マラウイ|马拉维|말라위|ma la uy
MX: mexico|mexiko|mexique|messico|meksyk|μεξικο|мексика|メキシコ|墨西哥|멕시코|แม กซ โก|me hi co
MY: malaysia|malaisie|malasia|maleisie|malezja|μαλαισια|малаизия|マレーシア|马来西亚|말레이지아|มาเลเซ ย|ma lay xi a
MZ: mozambique|mosambik|mozambico|mocambique|mozambik|μοζαμβικη|мозамбик|モサンヒーク|莫桑比克|모잠비크|โมแซมบ ค|mo dam bich
NA: namibia|namibie|ναμιμπια|намибия|ナミヒア|纳米比亚|나미비아|นาม เบ ย|nam mi bi a
NC: new caledonia|neukaledonien|nouvelle caledonie|nueva caledonia|nuova caledonia|nova caledonia|nieuw caledonie|nya kaledonien|nowa kaledonia|kaledonia baru|νεα καληδονια|новая каледония|ニューカレトニア|新克里多尼亚群岛|뉴 칼레도니아|น วคาล โดเน ย
NE: niger|νιγηρ|нигер|ニシェール|尼日尔|니제르|ไนเจอร|ni gie
NF: norfolk island|norfolk insel|ile norfolk|isla norfolk|isola norfolk|ilha norfolk|norfolkeiland|norfolkon|kepulauan norfolk|νησος νορφολκ|ノーフォーク島|诺福克岛|노퍽 섬
NG: nigeria|νιγηρια|нигерия|ナイシェリア|尼日利亚|나이지리아|ไนจ เร ย|ni gie ri a
NI: nicaragua|nikaragua|νικαραγουα|никарагуа|ニカラクア|尼加拉瓜|니카라과|น คาราก ว|ni ca ra goa
NL: netherlands|niederlande|pays bas|holanda|paesi bassi|nederland|nederlanderna|alankomaat|holandia|ολλανδια|нидерланды|オランタ|荷兰|네덜란드|เนเธอร แลนด|ha lan
NO: norway|norwegen|norvege|noruega|norvegia|noorwegen|norge|norja|norwegia|νορβηγια|норвегия|ノルウェー|挪威|노르웨이|นอร เวย|na uy
NP: nepal|νεπαλ|непал|ネハール|尼泊尔|네팔|เนปาล|ne pan
NR: nauru|ναουρου|ナウル|瑙鲁|나우루
NU: niue|νιουε|нию|ニウエ島|纽埃岛|니우에|น ย
NZ: new zealand|neuseeland|nouvelle zelande|nueva zelanda|nuova zelanda|nova zelandia|nieuw zeeland|nya zeeland|nowa zelandia|selandia baru|νεα ζηλανδια|новая зеландия|ニューシーラント|新西兰|뉴질랜드|น วซ แลนด|niu di lan
OM: oman|oma|ομαν|оман|オマーン|阿曼|오만|سلطنة عمان|โอมาน|o man
PA: panama|παναμας|панама|ハナマ|巴拿马|파나마|ปานามา|pa na ma
PE: peru|perou|περου|перу|ヘルー|秘鲁|페루|เปร|pe ru
PF: french polynesia|franzosisch polynesien|polynesie francaise|polinesia francesa|polinesia francese|frans polynesie|franska polynesien|polinezja francuska|polynesia perancis|γαλλικη πολυνησια|французская полинезия|仏領ホリネシア|法属玻利尼西亚|프랑스령 폴리네시아|เฟร นชโพล น เซ ย
PG: papua new guinea|papua neuguinea|papouasie nouvelle guinee|papua nuova guinea|papua nova guine|papoea nieuw guinea|papua nya guinea|papua nowa gwinea|papua nugini|παπουα νεα γουινεα|папуа новая гвинея|ハフアニューキニア|巴布亚新几内亚|파푸아뉴기니|ปาป วน วก น|pa pu a niu ghi ne
PH: philippines|philippinen|filipinas|filippine|filipijnen|filippinerna|filipiny|filipina|φιλιππινες|филиппины|フィリヒン|菲律宾|필리핀|ฟ ล ปป นส|phi lip pin
PK: pakistan|paquistan|paquistao|πακισταν|пакистан|ハキスタン|巴基斯坦|파키스탄|ปาก สถาน|pa ki xtan
PL: poland|polen|pologne|polonia|puola|polska|polandia|πολωνια|польша|ホーラント|波兰|폴란드|โปแลนด|ba lan
PM: saint pierre and miquelon|st pierre und miquelon|saint pierre et miquelon|san pedro y miquelon|saint pierre e miquelon|saint pierre en miquelon|saint pierre och miquelon|saint pierre dan miquelon|σαιντ πιερ και μικελον|サンヒエール島 ミクロン島|圣皮埃尔和密克隆群岛|세인트 피에르 미켈론
PN: pitcairn|islas pitcairn|πιτκερν|ヒトケアン島|皮特克恩岛|핏케언 제도
PR: puerto rico|porto rico|portoryko|puerto riko|πουερτο ρικο|пуэрто рико|フエルトリコ|波多黎哥|푸에르토리코|เปอร โตร โก
PS: palestine|palastina|palestina|territorios palestinos|palestijns gebied|otoritas palestina|παλαιστινιακα εδαφη|ハレスチナ|巴勒斯坦|팔레스타인
PT: portugal|portogallo|portugali|portugalia|portugis|πορτογαλια|португалия|ホルトカル|葡萄牙|포르투칼|โปตก ล|bo đao nha
PW: palau|belau|palaos|παλαου|ハラオ|帕劳|팔라우
PY: paraguay|paraguai|paragwaj|παραγουαη|парагваи|ハラクアイ|巴拉圭|파라과이|ปารากว ย|pa ra goay
QA: qatar|katar|catar|καταρ|катар|カタール|卡塔尔|카타르|قطر|กาตาร|ca ta
RE: reunion|la reunion|reuniao|ρευνιον|レユニオン|留尼汪岛|리유니언
RO: romania|rumanien|roumanie|rumania|romenia|roemenie|rumunia|ρουμανια|румыния|ルーマニア|罗马尼亚|루마니아|รเมเน ย|ru ma ni
RS: serbia|serbien|serbie|servia|servie|セルヒア|塞尔维亚|세르비아
RU: russia|russland|russie|rusia|rusland|ryssland|venaja|rosja|ρωσια|россия|ロシア|俄罗斯|러시아|ร สเซ ย|nga
RW: rwanda|ruanda|ρουαντα|руанда|ルワンタ|卢旺达|르완다|ราว ลดา|ru an đa
SA: saudi arabia|saudi arabien|arabie saoudite|arabia saudita|saoedi arabie|saudiarabien|arabia saudyjska|arab saudi|σαουδικη αραβια|саудовская аравия|サウシアラヒア|沙特阿拉伯|사우디아라비아|السعودية|ซาอด อาระเบ ย|a rap xe ut
SB: solomon islands|solomon inseln|iles salomon|islas salomon|isole solomon|ilhas salomao|salomonseilanden|salomonoarna|kepulauan solomon|νησοι σολομωντος|ソロモン諸島|所罗门群岛|솔로몬 제도|quan đao xo lo mong
SC: seychelles|seychellen|seychellerna|seszele|σευχελλες|сеишельские острова|セイシェル|塞舌尔群岛|쉐이쉘|เซย แชลล|xay sen
SD: sudan|soudan|sudao|soedan|σουδαν|судан|スータン|苏丹|수단|السودان|ซดาน|xu đang
SE: sweden|schweden|suede|suecia|svezia|zweden|sverige|ruotsi|szwecja|σουηδια|швеция|スウェーテン|瑞典|스웨덴|สว เดน|thuy đien
SG: singapore|singapur|singapour|cingapura|singapura|σιγκαπουρη|сингапур|シンカホール|新加坡|싱가포르|ส งคโปร|xin ga po
SH: saint helena|st helena|sainte helene|santa helena|sant elena|sint helena|αγια ελενη|セントヘレナ島|圣赫勒拿岛|세인트 헬레나
SI: slovenia|slowenien|slovenie|eslovenia|slovenien|slowenia|σλοβενια|словения|スロヘニア|斯洛文尼亚|슬로베니아|สโลว เน ย|xlo ven ni a
SJ: svalbard and jan mayen|svalbard und jan mayen|svalbard et jan mayen|svalbard y jan mayen|svalbard e jan mayen|svalbard en jan mayen|svalbard och jan mayen|svalbard dan jan mayen|νησοι σβαλμπαρ και γιαν μαγιεν|スハールハル諸島 ヤンマイエン島|斯瓦尔巴特和扬马延岛|스발바르 및 얀마웬
SK: slovakia|slowakei|slovaquie|eslovaquia|slovacchia|slowakije|slovakien|slowacja|σλοβακια|словакия|スロハキア|斯洛伐克|슬로바키아|สโลวาเก ย|xlo va ki a
SL: sierra leone|sierra leona|serra leoa|σιερα λεονε|сьерра леоне|シエラレオネ|塞拉里昂|시에라리온|เซ ยร ราล ออน|xi e ra le on
SM: san marino|saint marin|αγιος μαρινος|サンマリノ|圣马力诺|산마리노|xan ma ri no
SN: senegal|σενεγαλη|сенегал|セネカル|塞内加尔|세네갈|ซ น ก ล|xe ne gan
SO: somalia|somalie|σομαλια|сомали|ソマリア|索马里|소말리아|โซมาเล ย|xo ma li
SR: suriname|surinam|σουριναμ|суринам|スリナム|苏里南|수리남|ซร นาม|xu ri nam
SS: south sudan|sudsudan|sud soudan|sudan del sur|sudan del sud|sydsudan|南スータン|南苏丹|남수단
ST: sao tome and principe|sao tome und principe|sao tome et principe|santo tome y principe|sao tome e principe|sao tome en principe|sao tome och principe|sao tome dan principe|σαο τομε και πρινσιπε|サントメ フリンシヘ|圣多美和普林西比|상투메 프린시페|xao to me va prin xi pe
SV: el salvador|salwador|ελ σαλβαδορ|сальвадор|エルサルハトル|萨尔瓦多|엘살바도르|เอลซาวาดอร|en san va đo
SX: sint maarten dutch part|sint maarten niederlandischer teil|saint martin partie neerlandaise|san martin region holandesa|sint maarten parte olandese|sint maarten nederlandska delen|シントマールテン オランタ領|荷属圣马丁岛|신트마르텐 네덜란드령
SY: syria|syrien|syrie|siria|συρια αραβικη δημοκρατια της|сирия|シリア|叙利亚|시리아|سوريا|ซ เร ย|xi ri
SZ: swaziland|swasiland|suazilandia|suazi|σουαζιλανδη|свазиленд|スワシラント|斯威士兰|스와질랜드|สวาซ แลนด|xoa di len
TC: turks and caicos islands|turks und caicos inseln|iles turks et caicos|islas turcas y caicos|isole turks e caicos|ilhas turks e caicos|turks en caicoseilanden|turks och caicosoarna|νησοι τερκς και καικος|タークス諸島 カイコス諸島|特克斯群岛和凯科斯群岛|터크스 케이커스 제도
TD: chad|tschad|tchad|ciad|chade|tsjaad|czad|τσαντ|чад|チャト|乍得|차드|ชาด|sat
TF: french southern territories|franzosische sudgebiete|territoires francais du sud|territorios franceses del sur|territori francesi d oltremare|territorios franceses do sul|franse gebieden in de zuidelijke indische oceaan|franska sodra territorierna|francuskie terytoria zamorskie|γαλλικα νοτια εδαφη|французские южные территории|フランス領極南諸島|法属南特立尼达|프랑스 남부 지방|อาณาเขตทางใตของฝร งเศส
TG: togo|τογκο|того|トーコ|多哥|토고|โตโก|to go
TH: thailand|thailande|tailandia|thailandia|tajlandia|ταιλανδη|таиланд|タイ|泰国|태국|ประเทศไทย|thai lan
TJ: tajikistan|tadschikistan|tadjikistan|tayikistan|tagikistan|tadjiquistao|tadzjikistan|tadzykistan|τατζικισταν|таджикистан|タシキスタン|塔吉克斯坦|타지키스탄|ทาจ ก สถาน|tat gi ki xtan
TK: tokelau|τοκελαου|токелау|トケラウ諸島|联合群岛|토켈라우|โทก โล
TL: timor leste|timor oriental|oost timor|ανατολικο τιμορ|東ティモール|东帝汶|동티모르
TM: turkmenistan|turcomenistao|τουρκμενισταν|туркменистан|トルクメニスタン|土库曼斯坦|투르크메니스탄|เต ร กเมน สถาน|tuoc me ni xtan
TN: tunisia|tunesien|tunisie|tunez|tunesie|tunisien|tunezja|τυνησια|тунис|チュニシア|突尼斯|튀니지|تونس|ตน เซ ย|tuy ni di
TO: tonga|τονγκα|тонга|トンカ|汤加|통가|ทองกา|tong ga
TR: turkey|turkei|turquie|turquia|turchia|turkije|turkiet|turkki|turcja|turkiye|τουρκια|турция|トルコ|土耳其|터키|ตรก|tho nhi ky
TT: trinidad and tobago|trinidad und tobago|trinite et tobago|trinidad y tobago|trinidad e tobago|trinidad en tobago|trinidad och tobago|trynidad i tobago|trinidad dan tobago|τρινιδαδ και τομπαγκο|тринидад и тобаго|トリニタート トハコ|特立尼达和多巴哥|트리니다드 토바고|ทร น แดด และโทบาโก|tri ni đat va to ba go
TV: tuvalu|τουβαλου|ツハル|图瓦卢|투발루|tu va lu
TW: taiwan|tajwan|ταιβαν|таивань|台湾|台湾地区|대만|ไตหว น|đai loan
TZ: tanzania|tansania|tanzanie|τανζανια|танзания|タンサニア|坦桑尼亚|탄자니아|ทานซาเน ย|tan da ni a
UA: ukraine|ucrania|ucraina|oekraine|ukraina|ουκρανια|украина|украіна|ウクライナ|乌克兰|우크라이나|ยเครน|u crai na
UG: uganda|ouganda|oeganda|ουγκαντα|уганда|ウカンタ|乌干达|우간다|อกานดา|u gan đa
UM: united states minor outlying islands|ubrige inseln im pazifik der usa|dependances americaines du pacifique|islas menores alejadas de los estados unidos|isole minori lontane degli stati uniti|ilhas menores distantes dos estados unidos|amerikaanse kleinere afgelegen eilanden|forenta staternas mindre oar i oceanien och vastindien|απομακρυσμενες νησιδες των ηνωμενων πολιτειων|米領太平洋諸島|美属小奥特兰群岛|미국령 군도
US: united states|vereinigte staaten von amerika|etats unis|estados unidos|stati uniti|verenigde staten|amerikas forenta stater|yhdysvallat|stany zjednoczone ameryki|amerika serikat|ηνωμενες πολιτειες|соединенные штаты|アメリカ合衆国|美国|미국|स य कत र जय अम र क|สหร ฐอเมร กา|hoa ky
UY: uruguay|uruguai|urugwaj|ουρουγουαη|уругваи|ウルクアイ|乌拉圭|우루과이|อรกว ย|u ru goay
UZ: uzbekistan|usbekistan|ouzbekistan|uzbequistao|oezbekistan|ουζμπεκισταν|узбекистан|ウスヘキスタン|乌兹别克斯坦|우즈베키스탄|อซเบก สถาน|u do be ki xtan
VA: vatican|vatikanstadt|ciudad del vaticano|citta del vaticano|vaticano|vaticaanstad|vatikanen|watykan|vatikan|αγια εδρα βατικανο|ватикан|ハチカン|梵蒂冈|바티칸|วาต ก น|va ti cang
VC: saint vincent and the grenadines|st vincent und die grenadinen|saint vincent et les grenadines|san vicente y las granadinas|saint vincent e grenadine|sao vicente e granadinas|saint vincent en de grenadines|saint vincent och grenadinerna|saint vincent dan grenadines|αγιος βικεντιος και γρεναδινες|セントヒンセントおよひクレナティーン諸島|圣文森特和格林纳丁斯|세인트 빈센트 그레나딘스|xan vin xen va gre na din
VE: venezuela|wenezuela|βενεζουελα|венесуэла|ヘネスエラ|委内瑞拉|베네수엘라|เวเนซเอลา|ve ne zu e la
VG: british virgin islands|britische jungferninseln|iles vierges britanniques|islas virgenes britanicas|isole vergini gb|ilhas virgens britanicas|britse maagdeneilanden|brittiska virgin islands|dziewicze wyspy brytyjskie|kepulauan british virgin|βρετανικες παρθενοι νησοι|британские виргинские острова|英領ハーシン諸島|英属维京群岛|영국령 버진 아일랜드|บร ท ชเวอร จ นไอส แลนด
VI: u s virgin islands|amerikanische jungferninseln|iles vierges americaines|islas virgenes americanas|isole vergini usa|ilhas virgens dos eua|amerikaanse maagdeneilanden|amerikanska virgin islands|dziewicze wyspy stanow zjednoczonych|kepulauan u s virgin|αμερικανικες παρθενοι νησοι|виргинские острова соединенных штатов|米領ハーシン諸島|美属维京群岛|미국령 버진 아일랜드|ยเอสเวอร จ นไอส แลนด
VN: vietnam|vietna|wietnam|βιετναμ|вьетнам|ヘトナム|越南|베트남|เว ยดนาม|viet nam
VU: vanuatu|βανουατου|вануату|ハヌアツ|瓦努阿图|바누아투|วาน วต|va nu a tu
WF: wallis and futuna|wallis und futuna|wallis et futuna|wallis y futuna|wallis e futuna|wallis en futuna|wallis och futuna|wallis dan futuna|νησοι ουαλλις και φουτουνα|ワリス フテュナ諸島|瓦利斯群岛和富图纳群岛|윌리스 푸투나
WS: samoa|σαμοα|西サモア|사모아|xa moa
YE: yemen|jemen|iemen|yaman|υεμενη|иемен|イエメン|也门|예멘|اليمن|เยเมน|y e men
YT: mayotte|mayotta|μαγιοτ|маиотте|マヨット島|马约特岛|마요티|มายอต
ZA: south africa|sudafrika|afrique du sud|sudafrica|africa do sul|zuid afrika|sydafrika|republika poludniowej afryki|afrika selatan|νοτια αφρικη|южная африка|南アフリカ|南非|남아프리카|แอฟร กาใต|nam phi
ZM: zambia|sambia|zambie|ζαμπια|замбия|サンヒア|赞比亚|잠비아|แซมเบ ย|dam bi a
ZW: zimbabwe|simbabwe|zimbabue|ζιμπαμπουε|зимбабве|シンハフエ|津巴布韦|짐바브웨|ซ มบาบเว|dim ba bu e
"""
