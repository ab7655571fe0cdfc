"""How people call money in everyday words: what no table of currencies holds, or holds under another name.

Data only. A word that means something else as often (pound, real, won, livre, crown) does not belong here: it comes
from the names of the currencies that the site uses.
"""

SIGNS = "€$£¥₹₩₽₺₴₦₱฿₫₪₡₲₵₸₼₾﷼₨¢"

# In small letters, as they stand behind a number
EVERYDAY = frozenset(
	"""
	eur euro euros euro's euronen teuro cent cents centime centimes céntimo céntimos cêntimo cêntimos centavo centavos
	centesimi centesimo eurocent eurocents
	usd dollar dollars dollari dollaro dólar dólares dolar dolares dólars buck bucks
	gbp quid sterling pence sterline
	inr rs rupee rupees rupie rupien roupie roupies rupia rupias roepie roepies rupaye rupaiye rupaiya rupay
	rupya paise paisa lakh lakhs crore crores
	chf franken fränkli stutz rappen franc francs franchi
	kr krone kroner kronor krona krónur krónas
	zł zloty złoty złote złotych zlotych kč
	tl yen yuan rmb renminbi pesos reais dirham dirhams dinar dinars riyal riyals rial rials ringgit baht
	naira shilling shillings forint lira liras lire hryvnia hryvnias
	रुपये रुपए रुपया रुपयों रुपयो रू रु डॉलर यूरो पैसे पाउंड
	рубль рубля рублей рублях руб доллар доллара долларов евро копеек грн гривень гривні
	ευρώ evro eurot euroa korun koruny
	ريال درهم دينار جنيه دولار يورو
	"""
	.split()
)  # fmt: skip
# These need no blank behind them
UNSPACED = ("円", "元", "块", "人民币", "欧元", "美元", "ユーロ", "ドル", "원", "유로", "달러", "บาท")
# Before a number, besides codes and symbols
BEFORE = frozenset(("rs", "inr", "rupees", "eur", "usd", "gbp", "chf", "sfr", "kr", "rp"))
# Whose currency: "50 US dollars"
WHOSE = frozenset(
	"us u.s american canadian australian indian swiss british english danish swedish norwegian hongkong singapore".split()
)
# "12k", "3 Mio.", "5 lakh": they stand between the number and the currency
TIMES = frozenset(
	"""
	k m mn mio mrd bn tsd hundred thousand million millions billion tausend millionen mille mil mila milioni milhões
	millones millón miljoen duizend lakh lakhs crore crores lac lacs हज़ार हजार लाख करोड़ тыс млн
	"""
	.split()
)  # fmt: skip
# "2 millones de euros"
OF = frozenset(("of", "de", "di"))
# Codes of currencies and short symbols that are ordinary words: only in capitals, as they stand in the table
ORDINARY = frozenset(
	"""
	all ang ars bam ban bob cad cop cup dop ern gel huf ils isk kid lak mad mdl mop mur mxn nad nok pab pen php ron sar
	sek sos top try ves lei won
	"""
	.split()
)  # fmt: skip
# Heads of currency names that are everyday things: they count only with the rest of the name
AMBIGUOUS = frozenset(
	"""
	real reais reals réal réals won wons sol soles mark marks marka sum sums som lek leks lev lei leu kip dong dram rand
	rands corona coronas corone couronne couronnes crown crowns kronen livre livres libra libras peso colón colones
	nouveau nouveaux nuevo nuevos novo novos nuovo nuovi new neue neuer leone leones leona leonas leoni marco marcos
	marchi sols soms sons bat bats bir bires frank pond pfund som
	boliviano unidad units unit rights special gold silver ouro or oro unité unità einheit
	"""
	.split()
)  # fmt: skip
# Near them, a bare number that the customer has on a bill is that bill
MONEY = r"""
	\b(?: totals? | due | ow(?:e[sd]?|ing) | amounts? | balances? | outstanding | paid | pay(?:s|ing|ments?)? | unpaid
	| invoiced? | bill(?:ed)? | refund\w* | credit\w* | sum | charged? | cost(?:s|ed)? | price
	| betrag\w* | summe | gesamt\w* | rechnung\w* | offen\w* | (?:be)?zahl\w* | erstatt\w* | gutschrift\w* | guthaben
	| kosten | preis | schulde\w* | montants? | solde | factur\w* | paiements? | payé\w* | rembours\w* | impay\w*
	| importe\w* | saldo | deuda | pag(?:o|os|ar|ado|ada|am\w*|at\w*) | reembols\w* | abon\w+ | fattura\w* | rimbors\w* | importo | dovut\w*
	| valor | bedrag\w* | factuur | betal\w* | openstaand\w* | teruggave
	)\b | कुल | राशि | भुगतान | बकाया | बिल
"""
