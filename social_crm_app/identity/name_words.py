"""The words that `names` knows: legal forms, titles, particles, nicknames, first names, and words that name nobody.

Data only, all in the form that `names.words` gives (lower case, no accents). It holds what is
common in the countries where ERPNext is, not everything: a missing word makes a name a little less alike, never
wrong. Legal forms after the ISO 20275 list of entity legal forms (https://www.gleif.org/en/about-lei/code-lists);
nicknames and first names are the usual ones, collected by hand.
"""

LEGAL_FORMS = frozenset(
	"""
	ab ag aps as asa bhd bv bvba cc co company corp corporation cv cia dba dd doo eg ehf ek eireli epe ev eurl fzc
	fzco fze fzllc gbr ges gesmbh gie gk gmbh gp haftungsbeschrankt hf holding inc incorporated jdoo jsc kabushiki
	kaisha kft kg kgaa kk kkt lda limited llc llp lp ltd ltda mbb mbh nv nyrt oao od ohg oo ood ooo ou oy oyj
	pjsc plc private pte pt ptc pty pvt qsc rt sa sab sal sapi sarl sas sasu sc sca scop scs sdn se sgps sia sicav sl
	slu sll snc sp spa spk spolka spzoo srl srls sro stiftung tbk tic trading ua uab ug unipessoal vof wll yk zao zrt
	""".split()
)
# Those that stand before the name: S.C. Dacia, PT Maju, OOO Romashka.
LEGAL_FORMS_BEFORE = frozenset("ooo oao pjsc pt sc uab zao".split())

TITLES = frozenset(
	"dipl dr frau herr ing miss monsieur madame mme mr mrs ms mx prof professor senor senora sir".split()
)
TITLES_AFTER = frozenset("ba bsc esq ii iii iv jr jun junior ma mba md msc phd senior sr".split())
# Those of them that tell father and son apart, each with what it means.
GENERATIONS = {
	"jr": "junior", "jun": "junior", "junior": "junior", "sr": "senior", "senior": "senior", "ii": "ii", "iii": "iii",
	"iv": "iv",
}  # fmt: skip
# What people add to their own name without another one.
PRONOUNS = frozenset(
	"er ella elle ellos he her him his ihm ihr lui sie she their them they xe xem xier".split()
)
CONNECTORS = frozenset("and et og och the und".split())
PARTICLES = frozenset(
	"al bin da de del della den der di do dos du el ibn la le of ter van von vom y zu zum zur".split()
)

# Names of roles and things; one of these alone says nothing of who it is.
NO_NAMES = frozenset(
	"""
	abteilung account admin administrator anon anonym anonymous bot business buchhaltung builder care carpenter
	channel chef client community company consulting contact customer customers demo deleted design designer
	developer digital editor einkauf engineer facebook fan firma global google group help hello home info
	information instagram international kontakt kunde kunden life love maker manager marketing mastodon media
	member music name news newsletter nobody none null office official online owner page person photo post
	privat private profile public reddit root sales service services shop social software solutions someone store
	studio support system team tech technology test tester trade twitter unknown user username verkauf web webmaster
	welcome world youtube
	""".split()
)

# Each short form with the names it stands for, the most usual first.
NICKNAMES: dict[str, tuple[str, ...]] = {
	short: tuple(full.split())
	for short, full in (
		line.strip().split(": ")
		for line in """
		abby: abigail
		al: albert alan alfred
		alex: alexander alexandra alessandro alejandro
		andi: andreas andrea
		andy: andrew andreas
		angie: angela
		becky: rebecca
		ben: benjamin benedikt
		bernie: bernard bernhard
		bert: albert robert herbert
		beth: elizabeth
		bill: william
		billy: william
		bob: robert
		bobby: robert
		brad: bradley
		cathy: catherine
		charlie: charles charlotte
		chris: christopher christian christina christine
		christa: christina
		chuck: charles
		cindy: cynthia
		dan: daniel
		danny: daniel
		dave: david
		debbie: deborah
		dick: richard
		don: donald
		doug: douglas
		ed: edward edgar eduardo
		eddie: edward
		ellie: eleanor
		fran: francesca francis
		fred: frederick alfred
		fritz: friedrich
		gabi: gabriele gabriela
		gina: regina
		greg: gregory
		gus: august augustus
		hank: henry
		hannes: johannes
		harry: henry harold
		jack: john
		jake: jacob
		jeff: jeffrey
		jen: jennifer
		jenny: jennifer
		jerry: gerald jerome
		jim: james
		jimmy: james
		jo: joanna josephine
		jochen: joachim
		joe: joseph
		johnny: john
		jon: jonathan
		josh: joshua
		jupp: josef
		kate: katherine catherine
		kathy: katherine catherine kathleen
		katie: katherine catherine
		ken: kenneth
		larry: lawrence
		leo: leonard leonardo leopold
		lisa: elisabeth elizabeth
		liz: elizabeth
		lori: lorraine
		maggie: margaret
		mandy: amanda
		manni: manfred
		manolo: manuel
		marge: margaret
		matt: matthew
		max: maximilian maxwell
		meg: margaret
		michi: michael
		mick: michael
		mike: michael
		mitch: mitchell
		nate: nathaniel
		nell: eleanor
		nick: nicholas
		nico: nicolas nikolaus
		pam: pamela
		paco: francisco
		pat: patrick patricia
		patty: patricia
		peggy: margaret
		pepe: jose
		pete: peter
		phil: philip
		randy: randall
		ray: raymond
		rich: richard
		rick: richard
		rob: robert
		ron: ronald
		rudi: rudolf
		sally: sarah
		sam: samuel samantha
		sandy: sandra alexander
		sasha: alexander alexandra
		sepp: josef
		stan: stanley
		steffi: stefanie
		steve: stephen steven
		sue: susan
		susi: susanne
		ted: theodore edward
		teddy: theodore
		terry: terence theresa
		tim: timothy
		tina: christina martina
		toby: tobias
		tom: thomas
		tommy: thomas
		toni: anton antonia
		tony: anthony antonio
		trish: patricia
		uli: ulrich ulrike
		val: valerie
		vicky: victoria
		vince: vincent
		walt: walter
		will: william
		willi: wilhelm
		willy: wilhelm william
		wolf: wolfgang
		zach: zachary
		""".strip().splitlines()
	)
}

FIRST_NAMES = frozenset(
	"""
	aaron adam adrian agnes ahmed aisha albert aleksandra alessandra alessia alfred ali alice alicia alina amelia amir
	amit amy ana anders andre andrei andrzej anita anja ann anna anne annette annika anton antonia antonio arjun arne
	arthur astrid axel barbara bart bastian beata beatrice bernard bernd bettina birgit bjorn boris brian brigitte
	bruno camille carina carl carla carlo carlos carmen carol caroline carsten catarina cecilia celine chiara chloe
	christa christiane claire clara claudia claus clemens colin cornelia dagmar daniela dario david deepak denise
	dennis derek diana diego dieter dimitri dirk dmitri dominik doris dorothee edith elena eleni elias elif elin elisa
	elke ella ellen emil emilia emily emma enrico eric erik erika erwin esther eugen eva fabian fabio fatima felix
	ferdinand fernando filip finn fiona florian francesco francois franz franziska frederik frida gerd gerda gerhard
	gertrud giorgio giovanni gisela giulia giuseppe gloria grace guido gunter gustav hamza hanna hannah harald heidi
	heike helen helga helmut hendrik henrik henning hiroshi holger horst hugo ian ibrahim ida igor ina ines inga inge
	ingo ingrid irene iris irina isaac isabel isabella ivan jacqueline jakob jan jana jane janet janina jasmin jason
	javier jean jens jessica joan joana joao jonas joost jordan jorge josefine juan judith julia julian julie jurgen
	justin kai karen karim karin karl karla karsten katarina katja katrin kerstin kevin kirsten klara konrad konstantin
	kristin kurt lars laura lea leon leonie linda linus louis louise luca lucas lucia lucy luis luisa lukas lutz lydia
	magda magnus manuela mara marc marcel marcin marco marcus margarete maria marie mariana marina mario marion mark
	marko markus marlene marta martha martin mateo mathias mathilda matteo matthias maurice maxime mehmet mei melanie
	michaela michal michel michele miguel mika mikael milan mina mirjam mohamed mohammed monica monika moritz muhammad
	mustafa nadia nadine natalia natalie natasha neha nicola nicole niels nikita nikolai nils nina noah nora norbert
	olaf ole oleg olga oliver olivia omar oscar oskar otto pablo paola patricia paul paula pauline pavel peer per petra
	philipp pia pierre piotr priya rachel rafael rahul rainer raj ralph ramona raphael raquel raul reiner renate
	ricardo rita roberta roberto roger roland roman rosa rosemary roxana ruben ruth ryan sabine sabrina sanjay sara
	sascha saskia scott sean sebastian sergei sergio shirley silke silvia simon simone sofia sofie sonja sophia sophie
	stefan steffen stella sven svenja sybille sylvia tamara tanja tara tatjana teresa theo theresa thorsten tilo
	torben torsten tristan udo ulf ulla ursula ute uwe valentina valerie vera verena veronika victor viktor vincenzo
	viola volker wanda werner wiebke xavier yannick yasmin yusuf yves yvonne zoe
	""".split()
) | {name for short, full in NICKNAMES.items() for name in (short, *full)}
