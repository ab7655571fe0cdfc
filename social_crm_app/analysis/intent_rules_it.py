"""Italian intent rules; notation and layout as in `intent_rules`. "Dov'è" is read as "dov è"."""

ITALIAN: dict[str, dict[str, str]] = {
	"not Problem": {
		"no problem": """
			nessun|nessuna|senza|zero|non|mai ~2 problema|problemi|reclamo|difetto|errore|errori,
			problema risolto, non|mai ~1 deluso|delusa|delude|male|caro|pentito""",
		"how it is done": "come|dove|posso|può|si ~4 annullare|restituire|disdire|cambiare|rimborso|reso",
	},
	"not Praise": {
		"only polite": """
			grazie in anticipo, no grazie, grazie mille in, buon compleanno|natale|anno|giorno""",
		"not so": """
			non|niente|mai|meno|nulla ~2 bene|buono|buona|contento|contenta|soddisfatto|soddisfatta|
			consiglio|funziona, sarebbe ~2 bello|ottimo|fantastico|bene|utile|perfetto""",
	},
	"Problem": {
		"does not work": """
			non ~2 funziona|funzionano|va|vanno|carica|apre|accende|parte|risponde|riesco|riusciamo|connette|
			arriva|arrivano, smesso di funzionare, rotto|rotta|rotti|rotte,
			difettoso|difettosa|danneggiato|danneggiata|guasto|guasta,
			si blocca|bloccata|impalla|spegne|chiude|pianta|rompe|rotto,
			in|crash|errore|errori crash|errore|di, errore|errori, sbagliato|sbagliata,
			manca|mancano ~2 pezzo|pezzi|vite|viti|articolo,
			impossibile accedere|pagare|contattare|parlare|entrare|acquistare,
			sito|app|server|servizio ~1 giù|fuori""",
		"still waiting": """
			aspetto|aspettando|aspettare|aspettiamo|attendo|attesa ~5 giorno|giorni|settimana|settimane|mese|
			mesi|ora|ore|minuti|rimborso|ordine|risposta|pacco|soldi|ancora,
			ancora ~1 niente|nulla|nessuna|nessun|non|aspetto|attesa, da ~3 giorni|settimane|mesi|ore,
			non ~2 arrivato|arrivata|ricevuto|consegnato|spedito, mai arrivato|arrivata|ricevuto|consegnato,
			dov|dove è|sono ~1 il|la|i|mio ~1 ordine|pacco|rimborso|soldi|consegna|mio|mia|miei,
			ritardo|ritardi, troppo tempo|tardi, perso|smarrito ~2 pacco|ordine|bagaglio|valigia""",
		"nobody answers": """
			nessuno|nessuna|nessun ~2 risponde|risposta|aiuta|aiuto|richiama|risolve,
			non ~2 rispondono|risponde|rispondete|richiamano,
			ignorano|ignorato|ignorata|irraggiungibili|irraggiungibile, senza risposta""",
		"again and again": """
			di nuovo ~2 rotto|fuori|errore|problema|non|giù, ancora una volta,
			terza|quarta|quinta|ennesima|ennesimo volta|ritardo|errore|problema, ogni volta che,
			sempre lo stesso""",
		"anger": """
			problema|problemi con|da|di|nel|sul, ho|abbiamo|stesso|un|vari ~1 problema|problemi,
			pessimo|pessima|pessimi|orribile|terribile|vergogna|vergognoso|vergognosa|inaccettabile|schifo|
			schifoso|disastro|spazzatura|merda|inutile|inutili|ridicolo|ridicoli|incompetenti|peggiore|
			peggio|scandaloso|indecente,
			cattivo|cattiva|scarso|scarsa|brutta servizio|qualità|esperienza|assistenza|prodotto,
			male|malissimo,
			deluso|delusa|delusi|delusione|deludente|frustrato|frustrante|arrabbiato|arrabbiata|furioso|
			stufo|stufa|stanco, truffa|truffatori|frode|furto|ladri|fregatura, mai più,
			sconsiglio|sconsigliato|sconsigliatissimo, evitate,
			troppo|molto|così caro|cara|lento|lenta|costoso, perdita di tempo|soldi, soldi buttati,
			non ~2 contento|contenta|soddisfatto|soddisfatta|accettabile|normale|consiglio,
			grazie ~2 per|di niente|nulla,
			ottimo|bene|fantastico|bravi ~2 altro|altra|ennesimo|ancora ~1 ritardo|errore|guasto|problema,
			😡|🤬|👎|😤""",
		"money": """
			rimborso|rimborsato|rimborsate|rimborsatemi, i miei soldi, soldi indietro,
			addebitato|addebito ~3 due|doppio|volte|errato, reclamo|denuncia|lamentela,
			disdetta|disdico|annullare ~2 abbonamento|account|ordine|contratto, perché ~4 non|così|lento|caro""",
	},
	"Sign": {
		"absence": "non|niente|nulla|mai|nessuno|nessuna|nessun|senza|né|impossibile",
		"insistence": """
			ancora|di nuovo|sempre|già|finalmente|perché|solo|due|tre|varie,
			ore|giorni|settimane|mesi|minuti,
			da lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|ieri""",
		"bad sign": """
			sporco|sporca|rumoroso|rumorosa|freddo|fredda|bruciato|maleducato|maleducati|bloccato|bloccata|
			perso|persa|ritardo|cancellato|annullato|annullata|errore|sbagliato|sbagliata|male|lento|lenta|
			rifiutato|rifiutata|vuoto|vuota|dimenticato|danneggiato|mancano|manca|riattaccato|mentito|
			bagnato|lanciato|puzza|puzzava|problema|caos|addebitato|peggio|rubato|nonostante""",
		"business": """
			ordine|pacco|consegna|spedizione|corriere|fattura|conto|carta|app|sito|pagina|servizio|
			assistenza|camera|hotel|albergo|cibo|piatto|tavolo|volo|treno|autobus|tecnico|appuntamento|
			contratto|tariffa|internet|connessione|linea|segnale|telefono|apparecchio|batteria|password|
			negozio|biglietto|buono|codice|mail|risposta|prodotto|articolo|cliente|clienti|personale|
			cameriere|soldi|taglia|pagare|pagamento|dati|mese""",
	},
	"Idea": {
		"would be good": """
			sarebbe|sarebbero ~2 bello|ottimo|fantastico|bene|utile|perfetto|comodo|carino|meglio|ideale|
			interessante|figo, mi|ci piacerebbe, vorrei ~1 vedere|avere|poter|che,
			magari ~2 aggiungere|poteste,
			dovreste|dovrebbero|potreste|potrebbero ~2 aggiungere|mettere|includere|offrire|avere|fare|
			permettere, per favore ~2 aggiungete|aggiungere|mettete, aggiungete,
			suggerimento|suggerimenti|suggerisco|proposta|idea, manca ~2 opzione|funzione|modalità,
			perché non aggiungete|mettete|fate""",
	},
	"Question": {
		"asks": """
			^come|quando|dove|quanto|quanta|quanti|quale|quali|qual|chi|che|cosa è|sono|posso|si|faccio|può|
			costa|ci|dura|esce|devo|vale|modello|significa|sa|ha|fare|funziona|differenza|ore|apre,
			qualcuno sa|ha|conosce|può|mi, sapete se|quando|come|dove|dirmi,
			avete|spedite|vendete|consegnate|accettate ~1 in|anche|spedizione|negozio|disponibile,
			una|mia|ho domanda|dubbio, domanda su|per, mi potete|sapete|potreste, vorrei sapere,
			ho bisogno|serve ~1 aiuto|informazioni|di, è possibile, si può""",
	},
	"Praise": {
		"thanks and praise": """
			grazie, complimenti|bravi|bravo|brava|bravissimi,
			ottimo|ottima|eccellente|fantastico|fantastica|meraviglioso|perfetto|perfetta|splendido|
			splendida|grande|super|bellissimo|bellissima ~1 servizio|prodotto|lavoro|team|qualità|assistenza|
			app|esperienza|acquisto|negozio|azienda,
			è|sono|stato|molto|tutto|davvero|veramente|super ~1 ottimo|ottima|eccellente|fantastico|
			fantastica|meraviglioso|perfetto|perfetta|splendido|bello|bella|contento|contenta|soddisfatto|
			soddisfatta|felice|consigliato|veloce|gentile|gentili|buono|bene, adoro|amo, mi piace|piacciono,
			lo|la|consiglio|consigliato|consigliatissimo ~1 consiglio|vivamente|assolutamente,
			il|la|i|le migliore|migliori|meglio, miglior|migliore ~1 servizio|acquisto|prodotto|app,
			funziona ~1 benissimo|perfettamente|bene, continuate così, bel|ottimo lavoro,
			^ottimo|fantastico|perfetto|eccellente|bellissimo|grandi, 😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
