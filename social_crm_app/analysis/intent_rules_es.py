"""Spanish intent rules; notation and layout as in `intent_rules`."""

SPANISH: dict[str, dict[str, str]] = {
	"not Problem": {
		"no problem": """
			ningún|ninguna|sin|cero|no|nunca ~2 problema|problemas|queja|quejas|error|errores|fallo|fallos,
			problema resuelto|solucionado, no|nunca ~1 decepciona|decepcionado|mal|malo|caro|arrepiento""",
		"how it is done": "cómo|dónde|puedo|puede ~4 cancelar|devolver|cambiar|reembolso|devolución",
	},
	"not Praise": {
		"only polite": """
			gracias de antemano, gracias por adelantado, no gracias, feliz cumpleaños|navidad|año|día""",
		"not so": """
			no|nada|nunca|ni|menos ~2 bien|bueno|buena|contento|contenta|recomiendo|recomendable|satisfecho|
			funciona|encanta, sería|estaría ~2 genial|bueno|ideal|bien|fantástico|excelente""",
	},
	"Problem": {
		"does not work": """
			no|nunca|ni|ya ~2 funciona|funcionan|funcionó|sirve|sirven|carga|cargan|enciende|abre|abren|
			arranca|conecta|responde|deja|puedo|podemos|llega|llegó|llegan|entra|prende,
			dejó de funcionar|andar, roto|rota|rotos|rotas,
			defectuoso|defectuosa|dañado|dañada|averiado|averiada|estropeado|estropeada,
			se cae|cayó|cuelga|traba|bloquea|cierra|congela|rompió, está caída|caído,
			caída ~2 página|web|app|sistema|red, error|errores|fallo|fallos|falla|fallas,
			equivocado|equivocada|incorrecto|incorrecta,
			falta|faltan ~1 pieza|piezas|parte|artículo|tornillos, pantalla rota,
			imposible ~2 entrar|pagar|comprar|contactar|hablar|comunicarse""",
		"still waiting": """
			esperando|espero|esperar|esperado|espera ~5 día|días|semana|semanas|mes|meses|hora|horas|minutos|
			reembolso|pedido|respuesta|paquete|dinero|todavía,
			sigo|seguimos|llevo|llevamos ~4 esperando|sin|días|semanas|meses|horas,
			todavía|aún|sigue|siguen ~1 no|nada|sin|esperando,
			no ~2 llegado|llega|llegó|recibido|recibí|enviado|entregado,
			nunca llegó|llega|recibí|respondieron|responden|contestan,
			dónde está|están ~1 mi|mis|el ~1 pedido|paquete|reembolso|dinero|envío|compra,
			retraso|retrasos|retrasado|retrasada|demora|demoras,
			tarda|tardan|tardó ~2 mucho|demasiado|semanas|días|horas,
			perdido|perdieron ~2 paquete|pedido|maleta|equipaje""",
		"nobody answers": """
			nadie ~2 contesta|responde|ayuda|atiende|soluciona|coge|resuelve, sin|ninguna respuesta|solución,
			no ~2 contestan|responden|contesta|responde|atienden|solucionan,
			me|nos ignoran|ignorando|colgaron, ignoran""",
		"again and again": """
			otra vez ~2 lo|mismo|igual|sin|roto|caído|no|fallo|error, tercera|cuarta|quinta|enésima vez,
			cada vez que, de nuevo ~2 roto|rota|caído|fallo|error, siempre lo mismo""",
		"anger": """
			problema|problemas con|desde|para|al, tengo|tenemos|hay|mismo|un|varios ~1 problema|problemas,
			pésimo|pésima|pésimos|malísimo|malísima|horrible|terrible|fatal|vergüenza|vergonzoso|inaceptable|
			lamentable|asco|asqueroso|desastre|basura|mierda|inútil|inútiles|ridículo|incompetentes|nefasto|
			peor|peores|indignante|deplorable,
			mal|mala|malo|malos ~1 servicio|calidad|atención|experiencia|producto|trato,
			muy mal|mala|malo|lento|lenta|caro|cara,
			decepción|decepcionado|decepcionada|decepcionante|frustrado|frustrante|enfadado|enojado|molesto|
			molesta|harto|harta|cansado|cansada,
			estafa|estafador|estafadores|fraude|robo|ladrones|engaño|timo, nunca más,
			no vuelvo|volveré|compren|compréis|recomiendo|recomendable,
			demasiado|muy|tan caro|cara|lento|lenta, pérdida de tiempo|dinero,
			no ~2 contento|contenta|satisfecho|satisfecha|aceptable|normal, gracias por nada,
			genial|perfecto|qué ~2 otro|otra ~1 retraso|error|fallo|caída|problema, 😡|🤬|👎|😤""",
		"money": """
			reembolso|reembolsen|reembolsar|devolución|devuelvan|devolver ~1 dinero, mi dinero, reembolso,
			cobraron|cobrado|cobran ~3 doble|dos|más|demás|veces,
			reclamación|reclamo|queja|denuncia|denunciar|quejarme,
			cancelar|cancelo|cancelé ~2 suscripción|cuenta|pedido|contrato, por qué ~4 no|tan|lento|caro""",
	},
	"Sign": {
		"absence": "no|nada|nunca|nadie|ningún|ninguna|ninguno|sin|ni|tampoco|imposible",
		"insistence": """
			todavía|aún|sigue|siguen|sigo|otra|desde|esperando|siempre|ya|solo|sólo|dos|tres|varias, por qué,
			horas|días|semanas|meses|minutos""",
		"bad sign": """
			sucio|sucia|ruidoso|ruidosa|frío|fría|quemado|quemada|maleducado|maleducados|bloqueado|bloqueada|
			perdido|perdida|retraso|retrasado|cancelado|cancelada|cancelaron|error|equivocado|mal|mala|malo|
			lento|lenta|rechazado|rechazada|vacío|vacía|olvidaron|dañado|faltan|falta|colgaron|mintieron|
			mentira|mojado|tiraron|huele|olía|problema|caos|cobraron|cobran|cobrado|peor|calle|blanco|robado|
			aunque""",
		"business": """
			pedido|paquete|entrega|envío|repartidor|factura|cuenta|tarjeta|app|web|página|servicio|soporte|
			atención|habitación|hotel|comida|plato|mesa|vuelo|tren|autobús|técnico|cita|contrato|tarifa|
			internet|conexión|línea|señal|teléfono|móvil|aparato|batería|contraseña|tienda|billete|cupón|
			código|correo|respuesta|producto|artículo|cliente|clientes|personal|camarero|dinero|talla|pagar|
			pago|datos|mes""",
	},
	"Idea": {
		"would be good": """
			sería|estaría|quedaría|vendría ~2 genial|bueno|bien|ideal|útil|fantástico|excelente|mejor|
			perfecto|lindo|increíble|chulo|guay, me|nos gustaría|encantaría ~2 que|ver|tener|poder, ojalá,
			deberían|debería|podrían|podríais ~2 agregar|añadir|poner|incluir|ofrecer|tener|hacer|permitir|
			implementar, por favor ~2 agreguen|añadan|añadid|agregar|añadir|incluyan|pongan, agreguen|añadan,
			sugerencia|sugerencias|sugiero|propuesta|idea, falta|faltaría ~2 opción|función|modo,
			para cuándo, por qué no agregan|añaden|ponen|hacen""",
	},
	"Question": {
		"asks": """
			^cómo|cuándo|dónde|cuánto|cuánta|cuántos|cuál|cuáles|quién|qué es|está|son|puedo|se|hago|puede|
			hay|cuesta|tarda|sale|tengo|vale|modelo|significa|sabe|tiene|hacer|abren|funciona|diferencia|
			pasa, ^alguien sabe|tiene|conoce|puede|ha, alguien sabe|conoce|tiene|puede,
			^tienen|tenéis|hacen|venden|envían|hay|puedo|se|pueden|aceptan ~1 envío|envíos|envían|tienda|
			stock|garantía|servicio|puede|usar|comprar|pagar, saben|sabéis si|cuándo|cómo|dónde,
			una|mi|tengo pregunta|duda|consulta, pregunta|consulta sobre|para, me pueden|podrían|podéis,
			quisiera|quiero|quería saber, necesito ~1 ayuda|información|saber, es posible""",
	},
	"Praise": {
		"thanks and praise": """
			gracias, felicidades|felicitaciones|enhorabuena|bravo,
			excelente|excelentes|buenísimo|buenísima|increíble|maravilloso|maravillosa|espectacular|
			fantástico|fantástica|perfecto|genial|estupendo|gran|buen|buena ~1 servicio|producto|trabajo|
			equipo|calidad|atención|app|aplicación|experiencia|compra|trato|tienda|empresa,
			es|son|está|fue|muy|todo|realmente|super|súper ~1 excelente|buenísimo|increíble|maravilloso|
			espectacular|fantástico|perfecto|perfecta|genial|bueno|buena|contento|contenta|satisfecho|
			satisfecha|feliz|recomendable|rápido|bien|bonito|amable|amables,
			me|nos encanta|encantan|encantó|fascina, amo este|esta|mi|el|la,
			lo|recomiendo|recomendado|recomendable ~1 recomiendo|totalmente|mucho|100, lo mejor,
			el|la|los|las mejor|mejores, funciona ~1 perfecto|perfectamente|bien|genial|excelente,
			sigan|seguid así, buen trabajo, ^excelente|genial|perfecto|increíble|espectacular|buenísimo,
			😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
