"""Portuguese intent rules (Brazil and Portugal); notation and layout as in `intent_rules`."""

PORTUGUESE: dict[str, dict[str, str]] = {
	"not Problem": {
		"no problem": """
			nenhum|nenhuma|sem|zero|não|nunca ~2 problema|problemas|reclamação|reclamações|erro|erros|
			defeito, problema resolvido, não|nunca ~1 decepciona|decepcionou|ruim|caro|arrependo""",
		"how it is done": "como|onde|posso|pode ~4 cancelar|devolver|trocar|reembolso|devolução",
	},
	"not Praise": {
		"only polite": """
			obrigado|obrigada|agradeço desde já, desde já, não obrigado|obrigada,
			feliz aniversário|natal|ano|dia""",
		"not so": """
			não|nada|nunca|nem|menos ~2 bom|boa|bem|recomendo|satisfeito|satisfeita|funciona|feliz|contente|
			gostei, seria|ficaria ~2 ótimo|bom|legal|ideal|incrível|excelente""",
	},
	"Problem": {
		"does not work": """
			não|nunca|nem|já ~2 funciona|funcionam|funcionou|abre|abrem|carrega|liga|conecta|responde|
			consigo|conseguimos|presta|entra|chegou|chega|dá, parou de funcionar,
			quebrado|quebrada|quebrados|quebrou|partido|avariado|avariada,
			defeito|defeituoso|defeituosa|danificado|danificada|estragado|estragada,
			travando|trava|travou|caiu|bugado|bug|bugs, fora do ar, erro|erros|falha|falhas, errado|errada,
			falta|faltam|faltando|faltou ~1 peça|peças|item|parafuso,
			impossível ~2 entrar|pagar|comprar|contactar|falar""",
		"still waiting": """
			esperando|espero|esperar|espera|aguardando|aguardo ~5 dia|dias|semana|semanas|mês|meses|hora|
			horas|minutos|reembolso|pedido|resposta|encomenda|dinheiro|retorno,
			há|faz|fazem ~3 dias|semanas|meses|horas,
			ainda|até agora|não|nada|sem ~1 não|nada|chegou|recebi|retorno,
			não ~2 chegou|recebi|entregue|entregaram|enviado|enviaram,
			nunca chegou|recebi|responderam|respondem,
			cadê|onde está|estão|o|a|meu|minha ~1 meu|minha|pedido|encomenda|reembolso|dinheiro|entrega,
			atraso|atrasos|atrasado|atrasada, demora|demorou|demorando|demorado,
			perderam|perdido ~2 pacote|pedido|encomenda|mala""",
		"nobody answers": """
			ninguém ~2 atende|responde|ajuda|resolve|retorna, sem|nenhuma resposta|retorno|solução,
			não ~2 respondem|responde|atendem|atende|resolvem|retornam, me|nos ignoram|ignorando, ignoram""",
		"again and again": """
			de novo ~2 quebrado|fora|erro|problema|não, terceira|quarta|quinta|enésima vez,
			toda|cada vez que, mais uma vez, sempre a mesma|o""",
		"anger": """
			problema|problemas com|no|na|desde|para, tenho|estou|tive|mesmo|um|vários ~2 problema|problemas,
			péssimo|péssima|péssimos|horrível|terrível|vergonha|vergonhoso|inaceitável|lamentável|nojo|
			desastre|lixo|merda|bosta|inútil|ridículo|incompetentes|pior|piores|absurdo|descaso|desrespeito,
			mau|ruim|má atendimento|serviço|qualidade|experiência|produto,
			muito|bem ruim|mau|lento|lenta|caro|cara,
			decepção|decepcionado|decepcionada|decepcionante|frustrado|frustrante|irritado|chateado|chateada|
			desapontado|desiludido, golpe|fraude|roubo|ladrões|enganação|burla|propaganda enganosa,
			nunca mais, não ~1 comprem|recomendo|compro|volto, demasiado|muito|tão caro|cara|lento|lenta,
			perda de tempo|dinheiro, não ~2 satisfeito|satisfeita|aceitável|normal|contente,
			obrigado por nada, ótimo|que|parabéns ~2 mais um|uma|outro|outra ~1 atraso|erro|falha|problema,
			😡|🤬|👎|😤""",
		"money": """
			reembolso|reembolsem|estorno|reembolsar, meu dinheiro, dinheiro de volta,
			cobraram|cobrado|cobrança ~3 duas|dobro|indevida|vezes|mais,
			reclamação|reclamar|procon|denúncia|queixa,
			cancelar|cancelei|cancelo ~2 assinatura|conta|pedido|contrato,
			por que|porque|porquê ~4 não|tão|lento|caro""",
	},
	"Sign": {
		"absence": "não|nada|nunca|ninguém|nenhum|nenhuma|sem|nem|impossível",
		"insistence": """
			ainda|outra|desde|esperando|sempre|já|só|duas|três|várias|porquê, por que, de novo,
			horas|dias|semanas|meses|minutos""",
		"bad sign": """
			sujo|suja|barulhento|frio|fria|queimado|grosseiro|mal|bloqueado|bloqueada|perdido|perdida|atraso|
			atrasado|cancelado|cancelada|cancelaram|erro|errado|ruim|mau|má|lento|lenta|recusado|recusada|
			vazio|vazia|esqueceram|danificado|faltam|falta|desligaram|mentiram|mentira|molhado|jogaram|
			cheira|problema|caos|cobraram|cobrado|pior|roubado|embora""",
		"business": """
			pedido|pacote|encomenda|entrega|entregador|fatura|conta|cartão|app|aplicativo|site|página|
			serviço|suporte|atendimento|quarto|hotel|comida|prato|mesa|voo|comboio|trem|ônibus|técnico|
			contrato|plano|internet|conexão|linha|sinal|telefone|celular|aparelho|bateria|senha|loja|bilhete|
			cupom|código|email|resposta|produto|artigo|cliente|clientes|garçom|dinheiro|tamanho|pagar|
			pagamento|dados|mês""",
	},
	"Idea": {
		"would be good": """
			seria|ficaria ~2 ótimo|bom|legal|ideal|útil|incrível|excelente|melhor|fixe|perfeito|interessante|
			bacana, gostaria|adoraria|queria ~1 de|que|ver|ter ~1 ver|ter|poder|que, tomara,
			deveriam|deveria|podiam|podia|poderiam ~2 adicionar|colocar|incluir|oferecer|ter|fazer|permitir|
			implementar, por favor ~2 adicionem|coloquem|incluam|adicionar|tragam, adicionem,
			sugestão|sugestões|sugiro|proposta|ideia, falta ~2 opção|função|modo,
			por que não adicionam|colocam|fazem""",
	},
	"Question": {
		"asks": """
			^como|quando|onde|quanto|quanta|quantos|qual|quais|quem|que|cadê é|está|são|posso|se|faço|pode|
			há|custa|demora|sai|tenho|vale|modelo|significa|sabe|tem|fazer|funciona|diferença|horas,
			alguém sabe|tem|conhece|pode|já,
			^vocês|tem|têm|vendem|entregam|enviam|posso|dá|existe|aceitam ~1 entregam|enviam|têm|tem|loja|
			garantia|vendem|usar|comprar|pagar|como|para, sabem se|quando|como|onde,
			uma|minha|tenho pergunta|dúvida, dúvida|pergunta sobre|para, me podem|poderiam,
			gostaria|quero|queria de|saber ~1 saber|se, preciso de ajuda|informação, é possível""",
	},
	"Praise": {
		"thanks and praise": """
			obrigado|obrigada|obg|valeu, parabéns|bravo,
			excelente|excelentes|ótimo|ótima|óptimo|óptima|incrível|maravilhoso|maravilhosa|espetacular|
			fantástico|fantástica|perfeito|sensacional|bom|boa|grande ~1 atendimento|serviço|produto|
			trabalho|equipe|equipa|qualidade|app|aplicativo|experiência|compra|loja|empresa,
			é|são|está|foi|muito|tudo|realmente|super ~1 excelente|ótimo|ótima|incrível|maravilhoso|
			espetacular|fantástico|perfeito|perfeita|sensacional|bom|boa|contente|satisfeito|satisfeita|
			feliz|recomendado|rápido|bem|bonito|atencioso, adorei|amei|adoro|amo, gostei,
			eu|super|recomendo ~1 recomendo|muito|demais, o|a|os|as melhor|melhores,
			funciona ~1 perfeito|perfeitamente|bem|excelente, continuem assim, bom trabalho, nota 10|dez|mil,
			^excelente|ótimo|perfeito|incrível|maravilhoso|sensacional|show, 😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
