"""Hosts that say nothing about who somebody works for, because many strangers share them.

Data only, read by `normalise.domain_key`. A host listed here stands for itself and for everything below it
(`jane.github.io`). It must hold no company's own site: whoever is listed can never be matched by domain.

Sources: FREE_MAIL are the domains under which the named providers hand out addresses, as their sign-up pages
offer them. SITE_BUILDERS are names with entries in the private section of the Public Suffix List
(https://publicsuffix.org/list/) or which sell the same thing without being listed there. FEDIVERSE_SERVERS
are general servers with open or large membership from the directory at https://joinmastodon.org/servers.
NETWORKS, LINK_PAGES and SHORTENERS are the services' own domains.
"""

FREE_MAIL = frozenset(
	"""
	gmail.com googlemail.com
	outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.in outlook.jp outlook.pt outlook.com.br
	hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it hotmail.es hotmail.nl hotmail.be hotmail.com.br
	hotmail.com.ar hotmail.co.jp hotmail.se hotmail.dk hotmail.gr hotmail.ch
	live.com live.co.uk live.de live.fr live.it live.nl live.be live.in live.se live.dk live.no live.ca
	live.com.au live.com.mx live.com.pt live.jp msn.com windowslive.com passport.com
	yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp
	yahoo.com.br yahoo.com.ar yahoo.com.au yahoo.com.mx yahoo.com.hk yahoo.com.sg yahoo.com.tw yahoo.com.vn
	yahoo.com.ph yahoo.co.id yahoo.co.nz yahoo.co.za yahoo.ie yahoo.se yahoo.dk yahoo.no yahoo.pl yahoo.gr
	yahoo.ro yahoo.be yahoo.nl yahoo.ne.jp ymail.com rocketmail.com aol.com aol.co.uk aol.de aol.fr aim.com
	icloud.com me.com mac.com privaterelay.appleid.com
	gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.us gmx.co.uk gmx.fr gmx.es gmx.org
	web.de email.de freenet.de t-online.de magenta.de arcor.de vodafonemail.de online.de 1und1.de posteo.de
	posteo.net mailbox.org mail.de emailn.de kabelmail.de
	mail.com email.com usa.com consultant.com europe.com post.com engineer.com
	proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.io tuta.com keemail.me
	fastmail.com fastmail.fm hey.com zoho.com zohomail.com zohomail.in zohomail.eu hushmail.com runbox.com
	disroot.org riseup.net duck.com mozmail.com simplelogin.com anonaddy.me addy.io passmail.net
	mail.ru inbox.ru list.ru bk.ru internet.ru rambler.ru lenta.ru ro.ru autorambler.ru myrambler.ru
	yandex.ru yandex.com yandex.ua yandex.by yandex.kz yandex.com.tr ya.ru narod.ru ukr.net i.ua meta.ua
	qq.com foxmail.com 163.com 126.com yeah.net 188.com sina.com sina.cn sohu.com 139.com 189.cn aliyun.com
	tom.com 21cn.com naver.com hanmail.net daum.net kakao.com nate.com
	docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp ocn.ne.jp
	rediffmail.com sify.com indiatimes.com
	orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr aliceadsl.fr
	libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it email.it inwind.it iol.it
	bluewin.ch sunrise.ch hispeed.ch a1.net aon.at chello.at telenet.be skynet.be proximus.be
	ziggo.nl kpnmail.nl kpnplanet.nl planet.nl xs4all.nl hetnet.nl home.nl upcmail.nl casema.nl
	btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk
	tiscali.co.uk o2.co.uk plusnet.com
	comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com
	netzero.net optonline.net frontier.com windstream.net roadrunner.com rr.com
	rogers.com shaw.ca sympatico.ca videotron.ca telus.net bell.net
	bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz
	telefonica.net terra.es ya.com uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com
	sapo.pt mail.pt
	telia.com comhem.se bredband.net spray.se online.no getmail.no mail.dk stofanet.dk jubii.dk
	wp.pl o2.pl onet.pl onet.eu op.pl interia.pl interia.eu poczta.onet.pl gazeta.pl tlen.pl vp.pl
	seznam.cz email.cz centrum.cz volny.cz post.cz centrum.sk azet.sk zoznam.sk freemail.hu citromail.hu
	abv.bg mail.bg otenet.gr freemail.gr in.gr mynet.com walla.com walla.co.il
	mailinator.com guerrillamail.com 10minutemail.com yopmail.com trashmail.com temp-mail.org
	""".split()
)

NETWORKS = frozenset(
	"""
	facebook.com fb.com fb.me fb.watch messenger.com instagram.com instagr.am threads.net threads.com whatsapp.com
	wa.me x.com twitter.com t.co linkedin.com lnkd.in youtube.com youtu.be tiktok.com snapchat.com pinterest.com
	pinterest.de pinterest.co.uk pinterest.fr pin.it reddit.com redd.it t.me telegram.me telegram.org discord.com
	discord.gg discordapp.com twitch.tv vimeo.com dailymotion.com flickr.com vk.com vk.ru ok.ru weibo.com
	weibo.cn bilibili.com douyin.com xiaohongshu.com zhihu.com line.me kakao.com mixi.jp note.com xing.com
	quora.com stackoverflow.com stackexchange.com superuser.com serverfault.com askubuntu.com
	ycombinator.com producthunt.com indiehackers.com dev.to hashnode.com lobste.rs github.com gist.github.com
	gitlab.com bitbucket.org codeberg.org sourceforge.net sr.ht npmjs.com pypi.org hub.docker.com kaggle.com
	huggingface.co leetcode.com codepen.io replit.com
	bsky.app bsky.social bsky.network bsky.team brid.gy tumblr.com goodreads.com letterboxd.com last.fm
	soundcloud.com bandcamp.com spotify.com mixcloud.com behance.net dribbble.com deviantart.com artstation.com
	500px.com unsplash.com strava.com untappd.com steamcommunity.com itch.io roblox.com
	meetup.com eventbrite.com eventbrite.co.uk kickstarter.com indiegogo.com gofundme.com
	google.com goo.gl g.page g.co apple.com amazon.com amazon.de amazon.co.uk amazon.fr amazon.it amazon.es
	amazon.in amazon.co.jp amazon.ca amazon.com.br amazon.com.au amazon.nl amzn.to amzn.eu ebay.com ebay.de
	ebay.co.uk etsy.com aliexpress.com alibaba.com trustpilot.com yelp.com tripadvisor.com glassdoor.com
	g2.com capterra.com crunchbase.com angel.co wellfound.com upwork.com fiverr.com freelancer.com
	orcid.org researchgate.net academia.edu scholar.google.com arxiv.org wikipedia.org wikidata.org wikimedia.org
	archive.org keybase.io keyoxide.org gravatar.com mastodon.help joinmastodon.org nostr.com njump.me
	""".split()
)

LINK_PAGES = frozenset(
	"""
	linktr.ee linktree.com about.me carrd.co bio.link beacons.ai beacons.page campsite.bio lnk.bio linkin.bio
	tap.bio solo.to msha.ke milkshake.app allmylinks.com hoo.be flow.page koji.to withkoji.com stan.store
	pronouns.page en.pronouns.page omg.lol ko-fi.com patreon.com buymeacoffee.com liberapay.com opencollective.com
	gumroad.com paypal.me paypal.com venmo.com cash.app calendly.com cal.com typeform.com
	""".split()
)

SITE_BUILDERS = frozenset(
	"""
	github.io githubusercontent.com gitlab.io codeberg.page bitbucket.io pages.dev workers.dev netlify.app
	netlify.com vercel.app vercel.com now.sh surge.sh render.com onrender.com fly.dev herokuapp.com railway.app
	glitch.me glitch.com repl.co replit.app replit.dev deno.dev web.app firebaseapp.com appspot.com run.app
	cloudfunctions.net azurewebsites.net azurestaticapps.net amazonaws.com cloudfront.net amplifyapp.com
	awsapprunner.com digitaloceanspaces.com ondigitalocean.app stackblitz.io codesandbox.io ngrok.io
	ngrok.app ngrok-free.app trycloudflare.com localtonet.com readthedocs.io gitbook.io
	wordpress.com wp.com wixsite.com wix.com editorx.io weebly.com squarespace.com webflow.io strikingly.com
	jimdo.com jimdofree.com jimdosite.com webnode.com webnode.page site123.me yolasite.com ucoz.com ucoz.ru
	tilda.ws framer.app framer.website framer.site durable.co mystrikingly.com godaddysites.com square.site
	myshopify.com bigcartel.com ecwid.com shopware.store mybigcommerce.com company.site prestashop.com
	blogspot.com blogger.com blogspot.de blogspot.co.uk blogspot.fr blogspot.in medium.com substack.com ghost.io
	beehiiv.com buttondown.email buttondown.com tinyletter.com bearblog.dev write.as writeas.com micro.blog
	livejournal.com dreamwidth.org typepad.com over-blog.com hatenablog.com hatenablog.jp hatena.ne.jp fc2.com
	ameblo.jp ameba.jp tistory.com blog.naver.com pixnet.net neocities.org nekoweb.org tripod.com angelfire.com
	000webhostapp.com altervista.org free.nf rf.gd infinityfreeapp.com home.blog notion.site notion.so
	super.site craft.me obsidian.md telegra.ph rentry.co pastebin.com dropbox.com dropboxusercontent.com
	onedrive.live.com 1drv.ms box.com wetransfer.com frappe.cloud erpnext.com frappehr.com odoo.com
	""".split()
)

SHORTENERS = frozenset(
	"""
	bit.ly bitly.com tinyurl.com ow.ly buff.ly is.gd v.gd cutt.ly rb.gy dlvr.it shorturl.at rebrand.ly t.ly
	s.id tiny.cc trib.al ift.tt soo.gd lstu.fr hubs.ly hubs.la mailchi.mp shrtco.de urlz.fr
	""".split()
)

FEDIVERSE_SERVERS = frozenset(
	"""
	mastodon.social mastodon.online mastodon.world mastodon.cloud mastodon.xyz mastodon.uno mastodon.nl mastodon.nu
	mastodon.green mastodon.art mastodon.scot mastodon.ie mastodon.au mastodon.nz mastodon.lol mastodon.gamedev.place
	mastodon.technology mastodon.sdf.org mastodon.top mastodon.bida.im mastodonapp.uk mastodonczech.cz mstdn.social
	mstdn.jp mstdn.ca mstdn.party mstdn.plus mstdn.io mstdn.science mastodon-japan.net mas.to masto.ai masto.es
	masto.nu masto.pt masto.host pawoo.net fedibird.com misskey.io misskey.design misskey.cloud sushi.ski
	fosstodon.org hachyderm.io infosec.exchange ioc.exchange techhub.social floss.social ruby.social phpc.social
	functional.cafe tech.lgbt social.vivaldi.net social.coop social.lol social.linux.pizza home.social c.im
	universeodon.com toot.community toot.io toot.cafe tooting.ch toot.wales tusk.social mindly.social
	newsie.social journa.host union.place econtwitter.net sciences.social scholar.social sigmoid.social
	fediscience.org qoto.org mathstodon.xyz astrodon.social ecoevo.social neuromatch.social zirk.us hcommons.social
	chaos.social troet.cafe norden.social nrw.social ruhr.social bonn.social berlin.social muenchen.social hessen.social
	sueden.social dresden.network det.social digitalcourage.social literatur.social graz.social wien.rocks
	swiss.social piaille.fr mamot.fr framapiaf.org eldritch.cafe oc.todon.fr todon.eu todon.nl tkz.one
	xarxa.cloud livellosegreto.it sociale.network poliversity.it mastodonten.de expressional.social dju.social
	aus.social theblower.au kolektiva.social octodon.social wandering.shop dice.camp tabletop.social
	metalhead.club musician.social indieweb.social ohai.social sfba.social mastodon.acm.org awscommunity.social
	glasgow.social social.tchncs.de snabelen.no snac.social mstdn.dk helvede.net pixelfed.social
	pixelfed.de pixelfed.art peertube.tv lemmy.world lemmy.ml lemm.ee sh.itjust.works feddit.de feddit.org
	kbin.social beehaw.org programming.dev counter.social gab.com truthsocial.com
	""".split()
)

SHARED_HOSTS = NETWORKS | LINK_PAGES | SITE_BUILDERS | SHORTENERS | FEDIVERSE_SERVERS

# Top-level names that can never be a site on the internet (RFC 6761, RFC 6762, RFC 9476; .internal: ICANN 2024).
# `.example` and `.test` are left in: they appear in demonstrations and tests only.
UNREACHABLE_TLDS = frozenset({"invalid", "localhost", "local", "internal", "alt", "arpa"})


def is_under(host: str, names: frozenset[str]) -> bool:
	"""True if `host` or any name above it is in `names`; at most ten look-ups."""
	for _ in range(10):
		if host in names:
			return True
		_label, dot, host = host.partition(".")
		if not dot:
			return False
	return False
