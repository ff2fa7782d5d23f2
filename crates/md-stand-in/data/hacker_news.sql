-- Shaped as MotherDuck's `sample_data.hn.hacker_news`; the rows are made up.
CREATE SCHEMA sample_data.hn;
CREATE TABLE sample_data.hn.hacker_news (
    title VARCHAR,
    url VARCHAR,
    "text" VARCHAR,
    dead BOOLEAN,
    "by" VARCHAR,
    score BIGINT,
    "time" BIGINT,
    "timestamp" TIMESTAMP,
    "type" VARCHAR,
    id BIGINT,
    parent BIGINT,
    descendants BIGINT,
    ranking BIGINT,
    deleted BOOLEAN
);
INSERT INTO sample_data.hn.hacker_news
SELECT title, url, body, NULL, author, score, epoch(posted)::BIGINT, posted, kind, id, parent, descendants, NULL, NULL
FROM (VALUES
    ('Show HN: A query planner that fits on a postcard', 'https://postcard.example.com/planner', NULL, 'mallard', 412, TIMESTAMP '2022-03-01 09:12:44', 'story', 30510001, NULL, 187),
    ('Why our nightly batch now takes nine seconds', 'https://blog.example.com/nine-seconds', NULL, 'teal_deer', 958, TIMESTAMP '2022-03-02 14:03:10', 'story', 30520417, NULL, 341),
    ('Ask HN: What do you use instead of a data warehouse?', NULL, 'We have 40 GB and one analyst.', 'eider', 233, TIMESTAMP '2022-03-03 18:45:59', 'story', 30531122, NULL, 264),
    ('Columnar storage explained with egg cartons', 'https://eggs.example.com/columns', NULL, 'pochard', 671, TIMESTAMP '2022-03-05 07:30:00', 'story', 30548890, NULL, 98),
    ('The quiet return of the single-node database', 'https://essays.example.com/single-node', NULL, 'mallard', 1204, TIMESTAMP '2022-03-08 11:20:31', 'story', 30572345, NULL, 512),
    ('A time zone that changed its mind twice', 'https://tz.example.com/twice', NULL, 'garganey', 88, TIMESTAMP '2022-03-11 22:59:59', 'story', 30609999, NULL, 41),
    (NULL, NULL, 'The trick is to sort before you compress.', 'gadwall', NULL, TIMESTAMP '2022-03-05 08:02:17', 'comment', 30549002, 30548890, NULL),
    (NULL, NULL, 'We did the same & never looked back.', 'wigeon', NULL, TIMESTAMP '2022-03-02 15:44:03', 'comment', 30521555, 30520417, NULL),
    (NULL, NULL, 'Parquet on object storage, "boring" on purpose.', 'smew', NULL, TIMESTAMP '2022-03-03 19:01:45', 'comment', 30531290, 30531122, NULL),
    ('Marsh & Feather (YC W22) is hiring a storage engineer', 'https://jobs.example.com/feather', NULL, 'feather', 1, TIMESTAMP '2022-03-09 16:00:00', 'job', 30590123, NULL, NULL)
) AS items(title, url, body, author, score, posted, kind, id, parent, descendants);
