"""French intent rules; notation and layout as in `intent_rules`. "J'attends" is read as "j attends"."""

FRENCH: dict[str, dict[str, str]] = {
	"not Problem": {
		"no problem": """
			aucun|aucune|sans|zéro|pas|jamais ~2 problème|problèmes|souci|soucis|panne|retard|défaut|
			déception|bug, problème résolu|réglé, pas|jamais ~1 déçu|déçue|déçus|mal|mauvais|cher|regretté,
			pas de soucis|problème""",
		"how it is done": """
			comment|où|puis|peut ~4 annuler|retourner|résilier|rembourser|échanger|renvoyer""",
	},
	"not Praise": {
		"only polite": """
			merci d avance, non merci, merci de ~1 répondre|régler|corriger|rembourser|faire|me|nous""",
		"not so": """
			pas|jamais|rien|aucun|moins ~2 bien|top|content|contente|satisfait|satisfaite|bon|super|génial|
			recommande, serait|seriez|aimerais ~3 bien|super|génial|cool|top|sympa|adore""",
	},
	"Problem": {
		"does not work": """
			marche|marchent|fonctionne|fonctionnent|charge|démarre|répond|ouvre|connecte|tient ~1 pas|plus|
			jamais, ne marche|fonctionne|démarre|répond|charge|marchent|fonctionnent, en panne, panne,
			cassé|cassée|cassés|cassées, défectueux|défectueuse, abîmé|abîmée|endommagé|endommagée,
			bug|bugs|bugue|bogue|buggé, plante|plantage|plantent, rame, erreur|erreurs, impossible de|d,
			n ~1 arrive|arrivons|arrivez ~1 pas|plus, hors service,
			mauvaise|mauvais|mauvaises taille|couleur|article|produit|qualité|service|expérience|adresse,
			manque|manquant|manquante ~2 pièce|pièces|vis|article|colis, fuit|fuite,
			problème|problèmes avec|de|depuis|sur|encore, un|des|mon|gros|toujours|même problème|problèmes,
			souci|soucis avec|de""",
		"still waiting": """
			attend|attends|attendons|attendre|attendu|attente ~5 semaine|semaines|jours|jour|mois|heures|
			heure|minutes|toujours|encore|longtemps|remboursement|commande|colis|livraison|réponse,
			toujours|encore ~1 pas|rien|aucune|aucun|attente|attends,
			depuis ~3 semaines|jours|mois|heures|semaine ~4 pas|rien|aucune|aucun|attends|attente|sans|
			toujours, où est|sont|en ~1 ma|mon|mes ~1 commande|colis|remboursement|livraison|argent|paquet,
			en|du|de|heures|jours|semaines retard|retards, trop tard,
			jamais|pas|rien ~1 reçu|reçue|arrivé|arrivée|livré|livrée|répondu|remboursé|remboursée,
			perdu ~2 colis|commande|bagage|valise, ça|cela fait ~3 semaines|jours|mois|heures|semaine que,
			trop|si|très long|longue|lent|lente""",
		"nobody answers": """
			personne|aucun|aucune|jamais ~2 répond|réponse|aide|rappelle|nouvelle|nouvelles|retour|décroche,
			injoignable|injoignables, ignore|ignoré|ignorée ~1 mes|me|nous|vos,
			ne répond|répondent|répondez ~1 pas|plus|jamais""",
		"again and again": """
			encore une fois|panne|erreur, encore en panne|retard,
			troisième|3ème|quatrième|cinquième|énième fois|panne|retard, à chaque fois, toujours le même""",
		"anger": """
			déçu|déçue|déçus|décevant|décevante|déception, nul|nulle|nuls|nulles,
			horrible|catastrophe|catastrophique|lamentable|inadmissible|inacceptable|scandaleux|scandale|
			honteux|honte|pitoyable|déplorable|inutile|minable|affreux|pourri|pourrie|merde|merdique|dégoûté|
			dégoûtée|insupportable|ridicule|incompétent|incompétents|incompétence,
			arnaque|arnaques|escroc|escroquerie|escrocs|voleurs, en colère,
			furieux|furieuse|énervé|énervée|agacé|frustré|frustrant, pire, marre, ras le bol, plus jamais,
			à fuir|éviter, fuyez|évitez, trop cher|chère, merci ~3 pour rien,
			bravo|super|génial ~2 encore ~3 retard|panne|annulé|problème,
			pas ~2 content|satisfait|satisfaite|contente|normal|sérieux|professionnel, déconseille,
			perte de temps|argent, se moque|moquent|foutent, 😡|🤬|👎|😤""",
		"money": """
			remboursement|remboursez|rembourser|rembourse|remboursé, mon argent,
			prélevé|débité|facturé ~2 deux|double|tort|erreur, réclamation|plainte,
			résilier|résiliation|résilié, renvoyé|retourné ~2 colis|produit|article,
			pourquoi ~5 pas|plus|lent|cher|jamais""",
	},
	"Sign": {
		"absence": "pas|plus|rien|jamais|personne|aucun|aucune|sans|ni|impossible",
		"insistence": """
			encore|toujours|depuis|enfin|déjà|pourquoi|sérieusement|seulement|bloqué,
			heures|jours|semaines|mois|minutes, deux|trois|plusieurs fois""",
		"bad sign": """
			sale|sales|bruyant|bruyante|froid|froide|brûlé|impoli|impolie|désagréable|bloqué|bloquée|perdu|
			perdue|retard|annulé|annulée|erreur|faux|fausse|mauvais|mauvaise|plante|lent|lente|refusé|
			refusée|vide|oublié|oubliée|abîmé|moins|manque|manquante|raccroche|raccroché|menti|mensonge|
			trempé|jeté|pue|problème|souci|dommage|chaos|facturé|débité|prélevé|malgré|pourtant|pire""",
		"business": """
			commande|colis|livraison|livreur|livré|facture|compte|carte|appli|application|site|service|
			support|sav|hotline|chambre|hôtel|repas|plat|table|vol|train|bus|technicien|rendez|contrat|
			abonnement|forfait|internet|connexion|ligne|réseau|téléphone|appareil|batterie|mot|boutique|
			magasin|billet|bon|code|mail|réponse|produit|article|client|clients|personnel|vendeur|serveur|
			argent|taille|pièce|payer|paiement|données""",
	},
	"Idea": {
		"would be good": """
			serait|seraient ~2 bien|super|génial|cool|top|chouette|utile|pratique|sympa|intéressant|mieux|
			formidable|idéal, aimerais|aimerions|adorerais|voudrais ~2 voir|avoir|pouvoir|un|une|que,
			dommage qu|que ~5 pas,
			pourriez|pouvez|pourrais vous|tu ~2 ajouter|proposer|remettre|créer|intégrer, merci d ajouter,
			svp|sil ~3 ajoutez|ajouter, ajoutez|ajouter une|un|la|le|des,
			suggestion|suggestions|proposition|amélioration, idée pour|de,
			devriez|devrait|devraient ~1 ajouter|proposer|avoir|permettre|intégrer,
			manque juste|plus|seulement, il faudrait, pourquoi ne pas ajouter|proposer|faire|mettre,
			à quand ~4 mode|version|option|application""",
	},
	"Question": {
		"asks": """
			^comment|quand|pourquoi|où|combien|qui est|sont|faire|puis|peut|on|ça|je|vous|faut|se|fonctionne|
			avoir|de|coûte|sait|connaît|contacter|savoir|trouver|acheter|va,
			^quel|quelle|quels|quelles est|sont|modèle|différence|taille|heure|âge|prix, est ce que|qu,
			qu est ce, savez|connaissez|avez vous, quelqu un sait|a|connaît|peut|pourrait, peut on, puis je,
			pouvez|pourriez vous ~1 me|m|nous|dire|aider|livrer|expliquer|confirmer, y a t il,
			question pour|sur|à|au|concernant, une question, je me demande, besoin d aide|un, livrez vous,
			des nouvelles, c est quoi|combien|quand|possible|compatible""",
	},
	"Praise": {
		"thanks and praise": """
			merci, bravo, félicitations, chapeau,
			excellent|excellente|super|génial|géniale|parfait|parfaite|top|formidable|magnifique|incroyable|
			impeccable|extraordinaire|fantastique|remarquable ~2 service|produit|travail|équipe|application|
			appli|qualité|expérience|accueil|boutique|outil|site|rapport|livraison|petit,
			personnel|livraison|produit|service|accueil|équipe ~1 adorable|rapide|conforme|parfait|parfaite|
			excellent|excellente|top|sympa|agréable|génial,
			est|était|sont|c|vraiment|très|tout|juste|franchement ~2 excellent|excellente|super|génial|
			géniale|parfait|parfaite|top|formidable|magnifique|impeccable|content|contente|satisfait|
			satisfaite|bien|bon|bonne|rapide|efficace|ravi|ravie|beau|belle, j adore|aime,
			adore|adorons ce|cette|le|la|les|mon|ma|votre, je|vivement|recommande recommande|vivement,
			meilleur|meilleure ~2 service|produit|application|achat|marque|qualité|rapport|client,
			ravi|ravie de|du, marche|fonctionne ~2 bien|parfaitement|nickel|super,
			bon|beau|excellent travail|boulot|achat, nickel, au top,
			^excellent|super|génial|parfait|magnifique, 😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
