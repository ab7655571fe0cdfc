"""Other names of countries, states and towns that `places` knows.

Data only, in lower case without accents. Country names are in `country_names`; here are the
short forms people write, the states of the United States (their two letters look like country codes), and towns
whose English name differs from the local one. Collected by hand; a missing name only means one hint less.
"""

COUNTRIES = {
	"america": "US", "bosnia": "BA", "brasil": "BR", "britain": "GB", "england": "GB", "espana": "ES",
	"great britain": "GB", "holland": "NL", "northern ireland": "GB", "russia": "RU", "scotland": "GB",
	"south korea": "KR", "the netherlands": "NL", "turkiye": "TR", "u k": "GB", "u s": "US", "u s a": "US",
	"uae": "AE", "uk": "GB", "united states of america": "US", "us of a": "US", "usa": "US", "wales": "GB",
}  # fmt: skip

US_STATES = {
	"al": "alabama", "ak": "alaska", "az": "arizona", "ar": "arkansas", "ca": "california", "co": "colorado",
	"ct": "connecticut", "de": "delaware", "dc": "district of columbia", "fl": "florida", "ga": "georgia",
	"hi": "hawaii", "id": "idaho", "il": "illinois", "in": "indiana", "ia": "iowa", "ks": "kansas",
	"ky": "kentucky", "la": "louisiana", "me": "maine", "md": "maryland", "ma": "massachusetts", "mi": "michigan",
	"mn": "minnesota", "ms": "mississippi", "mo": "missouri", "mt": "montana", "ne": "nebraska", "nv": "nevada",
	"nh": "new hampshire", "nj": "new jersey", "nm": "new mexico", "ny": "new york", "nc": "north carolina",
	"nd": "north dakota", "oh": "ohio", "ok": "oklahoma", "or": "oregon", "pa": "pennsylvania",
	"ri": "rhode island", "sc": "south carolina", "sd": "south dakota", "tn": "tennessee", "tx": "texas",
	"ut": "utah", "vt": "vermont", "va": "virginia", "wa": "washington", "wv": "west virginia", "wi": "wisconsin",
	"wy": "wyoming",
}  # fmt: skip

# Local or short name -> the English one.
TOWNS = {
	"antwerpen": "antwerp", "anvers": "antwerp", "athina": "athens", "bangalore": "bengaluru", "basle": "basel",
	"bale": "basel", "beograd": "belgrade", "bombay": "mumbai", "brugge": "bruges", "bruxelles": "brussels",
	"brussel": "brussels", "bucuresti": "bucharest", "calcutta": "kolkata", "cdmx": "mexico city",
	"ciudad de mexico": "mexico city", "den haag": "the hague", "firenze": "florence", "frankfurt am main": "frankfurt",
	"frankfurt a m": "frankfurt", "genf": "geneva", "geneve": "geneva", "genova": "genoa", "gent": "ghent",
	"goteborg": "gothenburg", "gurgaon": "gurugram", "hannover": "hanover", "kbh": "copenhagen",
	"kobenhavn": "copenhagen", "koln": "cologne", "koeln": "cologne", "krakow": "cracow", "kyiv": "kiev",
	"la habana": "havana", "lisboa": "lisbon", "lviv": "lvov", "luzern": "lucerne", "madras": "chennai",
	"mailand": "milan", "milano": "milan", "moskau": "moscow", "moskva": "moscow", "muenchen": "munich",
	"munchen": "munich", "napoli": "naples", "nuernberg": "nuremberg", "nurnberg": "nuremberg", "nyc": "new york",
	"new york city": "new york", "padova": "padua", "poona": "pune", "praha": "prague", "prag": "prague",
	"roma": "rome", "rom": "rome", "saigon": "ho chi minh city", "sevilla": "seville", "sf": "san francisco",
	"s gravenhage": "the hague", "torino": "turin", "turku": "abo", "venezia": "venice", "warszawa": "warsaw",
	"warschau": "warsaw", "wien": "vienna", "zuerich": "zurich", "zurich": "zurich",
}  # fmt: skip

REGIONS = {
	"andalucia": "andalusia", "baden wurttemberg": "baden wuerttemberg", "bayern": "bavaria", "bw": "baden wuerttemberg",
	"catalunya": "catalonia", "cataluna": "catalonia", "hessen": "hesse", "lombardia": "lombardy",
	"niedersachsen": "lower saxony", "nordrhein westfalen": "north rhine westphalia", "nrw": "north rhine westphalia",
	"rheinland pfalz": "rhineland palatinate", "sachsen": "saxony", "thuringen": "thuringia", "toscana": "tuscany",
}  # fmt: skip

# Words around a place that are no part of its name.
FILLERS = frozenset(
	"""
	a and area around at based bei born city close county currently district from greater in lives living metro
	metropolitan my near nearby now of outside region state suburb the town um und upper
	""".split()
)
