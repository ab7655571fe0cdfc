"""German intent rules; notation and layout as in `intent_rules`."""

GERMAN: dict[str, dict[str, str]] = {
	"not Problem": {
		"no problem": """
			kein|keine|keinerlei|ohne|nie|null ~1 problem|probleme|beschwerden|fehler|schwierigkeiten|
			beanstandungen, problem|fehler gelöst|behoben,
			nicht|nie|niemals enttäuscht|bereut|kaputt|langsam|schlecht|teuer""",
		"a suggestion": "warum|wieso ~4 nicht auch|einfach",
		"how it is done": """
			wie|wo|kann|könnte ~4 kündigen|stornieren|zurückgeben|zurücksenden|umtauschen|reklamieren""",
	},
	"not Praise": {
		"only polite": """
			danke im|schon voraus|mal, nein danke, danke|dank ~2 voraus,
			frohe|schöne|guten|gute|schönen ~1 weihnachten|ostern|tag|morgen|abend|nacht|feiertage|wochenende""",
		"not so": """
			nicht|kein|keine|nie|weniger|wenig ~2 gut|toll|super|zufrieden|empfehlen|empfehlung|begeistert|
			schön, wäre|würde|fände ~3 toll|super|schön|gut|freuen|klasse""",
	},
	"Problem": {
		"does not work": """
			funktioniert|funktionieren|geht|gehen|lädt|laden|startet|klappt|öffnet|reagiert|verbindet|
			läuft ~3 nicht|nichts|nie|nimmer,
			nicht|nie|nichts|nichtmal ~1 funktioniert|funktionieren|geht|reagiert|erreichbar|möglich,
			kann|können|konnte ~4 nicht mehr|anmelden|einloggen|bestellen|bezahlen|öffnen|zahlen|nutzen,
			kaputt*, defekt*, beschädigt*, fehlerhaft*, fehlermeldung|fehlermeldungen,
			ein|der|diesen|diesem|ständig ~1 fehler, stürzt|stürzen ~3 ab, absturz|abstürze,
			hängt sich|ständig|wieder, störung|störungen, ausfall|ausgefallen,
			falsche|falscher|falsches|falschen ~1 ware|artikel|größe|farbe|produkt|lieferung|adresse,
			es|ein|teile|teil ~1 fehlt|fehlen, fehlende|fehlendes teile|teil|zubehör,
			gebrochen|zerbrochen|zerkratzt|undicht|überhitzt, akku|batterie ~3 nicht|leer|schwach|tot,
			hält|halten ~2 nicht|nichtmal""",
		"still waiting": """
			warte|warten|wartet|gewartet ~5 woche|wochen|tag|tage|tagen|monat|monate|monaten|stunde|stunden|
			minuten|ewig|lange|immer|noch|vergeblich|antwort|rückmeldung|geld|erstattung,
			immer noch kein|keine|keinen|nicht|nichts|auf,
			noch immer|nicht|nichts|kein|keine ~1 kein|keine|nicht|nichts|da|geliefert|angekommen|bekommen|
			erhalten,
			wo bleibt|bleiben|ist|sind ~1 mein|meine|unser|unsere|die|das|der ~1 paket|bestellung|lieferung|
			geld|ware|sendung|erstattung|rückerstattung|fahrer, verspätung|verspätet|verspätungen,
			viel|wieder|stunden|tage ~1 zu spät, dauert ~2 ewig|wochen|lange,
			seit ~3 wochen|tagen|monaten|stunden, warteschleife, verloren gegangen,
			nie|nicht ~1 angekommen|erhalten|geliefert|bekommen|zugestellt""",
		"nobody answers": """
			niemand|keiner|keine|kein ~3 antwortet|antworten|antwort|reagiert|hilft|zuständig|rückmeldung|
			erreichbar|telefon|interessiert|ruft|geht|reaktion|hilfe, meldet|melden ~2 nicht|niemand|keiner,
			ignoriert|ignorieren, nicht zu erreichen,
			antwortet|antworten|reagiert|reagieren ~2 nicht|niemand|keiner""",
		"again and again": """
			schon wieder, zum dritten|vierten|fünften|zigsten|wiederholten mal,
			dritte|vierte|fünfte|zigste mal, immer wieder, jedes mal|verdammte""",
		"anger": """
			problem|probleme ~1 mit|bei|seit|beim,
			habe|hab|haben|gibt|massive|große|ständig ~3 problem|probleme,
			schlecht|schlechter|schlechtes|schlechte|schlechten|miserabel|miserabler|mies|miese|mieser|
			mieses|furchtbar|schrecklich|katastrophe|katastrophal*|unverschämt*|frechheit|unzumutbar|
			inakzeptabel|unmöglich|lächerlich|peinlich|nervig|nervt|ärgerlich|unbrauchbar|mangelhaft|schrott|
			müll|murks|scheiß|scheiße|saftladen|abzocke|betrug|betrüger|wucher|zumutung|unterirdisch|
			frechheit, enttäusch*, verärgert|sauer|wütend|frustriert|genervt, nie wieder, finger weg,
			reicht mir|jetzt, zu|so|viel ~1 langsam|teuer|laut|kompliziert|umständlich,
			was soll das|der|dieser, nicht ~1 empfehlen|empfehlenswert|zufrieden|akzeptabel|normal,
			danke|vielen ~1 für nichts,
			toll|super|klasse|prima|großartig|na ~2 wieder|schon|noch|nächste ~3 verspätung|ausfall|störung|
			fehler|kaputt|nicht|stunde|stunden, 😡|🤬|👎|😤""",
		"money": """
			geld zurück, erstattung|rückerstattung|erstattet|rückzahlung, mein|unser geld,
			doppelt ~1 abgebucht|berechnet|bezahlt, abgebucht, reklamation|reklamiert|beschwerde|beschweren,
			anwalt|verbraucherzentrale, gekündigt|kündige|kündigung, widerrufen,
			zurückgeschickt|zurücksenden|zurückschicken, geldverschwendung,
			warum|wieso ~4 nicht|langsam|schlecht|kaputt|teuer""",
	},
	"Sign": {
		"absence": """
			nicht|nichts|nie|niemand|kein|keine|keinen|keiner|keinerlei|ohne|nirgends|kaum,
			legt|gelegt ~2 auf""",
		"insistence": """
			noch|wieder|endlich|seit|ständig|dauernd|immer|erneut|schon|ewig|nur|warum|wieso|weshalb|
			ernsthaft, stunden|tage|tagen|wochen|monate|monaten|minuten""",
		"bad sign": """
			dreckig|schmutzig|laut|eklig|verbrannt|versalzen|unfreundlich|unhöflich|patzig|blockiert|
			gesperrt|verloren|verspätet|verspätung|ausgefallen|fällt|falsch|falsche|falschen|falscher|
			falsches|kaputtgegangen|ruckelt|hängt|hakt|bricht|abgebrochen|abgelehnt|storniert|leer|vergessen|
			beschädigt|langsam|fehler|schaden|ärger|chaos|chaotisch|überbucht|abgerissen|nass|verschimmelt|
			stinkt|gestunken|gelogen|unverständlich|stimmt|veraltet|schlimmer|trotzdem|angeblich|obwohl""",
		"business": """
			bestellung|lieferung|paket|rechnung|konto|karte|app|seite|webseite|website|service|support|
			hotline|zimmer|hotel|essen|tisch|flug|zug|bahn|bus|fahrer|bote|zusteller|techniker|termin|
			vertrag|tarif|internet|strom|netz|leitung|gerät|akku|update|version|passwort|login|filiale|laden|
			shop|ticket|gutschein|code|mail|mails|email|antwort|ware|artikel|produkt|packung|verpackung|
			kunde|kunden|personal|mitarbeiter|kellner|geld|größe|export|daten|ihr|euch""",
	},
	"Idea": {
		"would be good": """
			wäre|wärs|fände|fänd ~3 toll|schön|super|gut|cool|hilfreich|praktisch|klasse|prima|nett|besser|
			genial|schöner, würde ~6 freuen|wünschen|helfen|begrüßen,
			ein|eine|mehr ~4 wäre ~1 super|toll|schön|gut|cool|hilfreich|praktisch|klasse|prima,
			wünsche|wünschte ~1 mir|ich, hätte ~3 gern|gerne""",
		"please add": """
			bitte ~4 hinzufügen|einbauen|einführen|ergänzen|anbieten|ergänzt|einbaut|zurückbringen,
			bitte baut|fügt|führt|macht|bringt ~5 ein|hinzu|wieder|zurück,
			könntet|könnt|könnten ihr|sie ~5 hinzufügen|einbauen|einführen|ergänzen|anbieten|zurückbringen,
			vorschlag|verbesserungsvorschlag|anregung|featurewunsch|wunschliste, feature wunsch|request,
			idee für|eine|meine, meine|eine ~1 idee,
			solltet|sollten ihr|sie ~4 hinzufügen|einbauen|anbieten|einführen|machen,
			fehlt|fehlen nur|noch|leider|eine|die ~2 option|funktion|möglichkeit|modus,
			warum|wieso ~4 nicht auch|einfach""",
	},
	"Question": {
		"asks": """
			^wie kann|ist|sind|geht|lange|viel|oft|funktioniert|komme|kommt|bekomme|macht|mache|hat|groß|
			teuer|man|läuft|heißt|soll|stelle|lade,
			^wo|wann|warum|wieso|weshalb|wer|wohin|woher kann|ist|sind|gibt|bekomme|bekommt|finde|findet|hat|
			habt|kommt|man|ich|wird|macht|liegt|kriege|weiß|kennt|wurde, ^wieviel,
			^welche|welcher|welches|welchen ~3 ist|sind|brauche|passt|nehmen|empfehlt|habt|soll,
			^was ist|kostet|sind|bedeutet|heißt|muss|mache|macht|passiert|kann|haltet,
			^kann|könnt|könnte|können|könntet|darf|gibt|hat|habt|ist|sind|wird|muss|lohnt|liefert|geht|
			funktioniert|passt ich|man|ihr|sie|es|jemand|das|die|der|mir|uns,
			weiß|wisst|kennt|hat|kann jemand|ihr|wer|einer|man, wer weiß|kennt|hat,
			frage zu|an|zur|zum|wegen|in, eine|kurze|mal frage, wie kann|komme|bekomme|lade ich|man,
			ist es möglich, ob es|ihr|man|jemand, suche|brauche ~2 empfehlung|empfehlungen|tipps|rat|hilfe""",
	},
	"Praise": {
		"thanks and praise": """
			danke|dankeschön|dank|merci, großes|dickes|ein lob,
			super|toll|tolle|toller|tolles|klasse|prima|spitze|hervorragend*|ausgezeichnet*|genial|geniale|
			geniales|fantastisch*|perfekt*|wunderbar*|mega|großartig*|top ~1 service|produkt|qualität|arbeit|
			support|team|app|update|beratung|lieferung|preis|leistung|sache|erfahrung|hilfe|kundenservice|
			gerät|teil|laden,
			ist|war|bin|sind|läuft|funktioniert|klappt|alles|einfach|echt|wirklich|sehr|total|
			absolut ~2 super|toll|klasse|prima|spitze|genial|perfekt|begeistert|zufrieden|top|hervorragend|
			einwandfrei|glücklich|wunderbar|mega|gut|reibungslos|freundlich,
			liebe|lieben das|die|den|dieses|diese|dein|euer|eure,
			sehr gute|guter|gutes|nett|freundlich|schnell, gerne|jederzeit wieder, begeistert, weiter so,
			kann|klare|absolute|volle ~3 empfehlen|empfehlung|kaufempfehlung|weiterempfehlung,
			bester|beste|bestes|besten ~3 app|service|kauf|produkt|kundenservice|kundendienst|jahren|stadt|
			welt|schnitzel|restaurant|laden, super|prima|gut|toll geklappt,
			mega|nettes|nette|netter|freundliches|freundliche|tolles|super personal|frühstück|team|
			mitarbeiter|bedienung|essen, gut gemacht, gute arbeit, daumen hoch,
			^super|toll|klasse|prima|spitze|hammer|perfekt, 😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
