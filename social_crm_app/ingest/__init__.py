"""The pull: from a platform's page to stored, analysed, linked Mentions.

`run` drives one account, `pipeline` turns a page into rows, `store` is the only writer of new Mentions,
`profiles` the only writer of what a platform says of a person. Nothing here talks to a platform itself
(that is `connectors`), decides who somebody is (`identity`) or enqueues a job (`jobs`).
"""
