-- The events of an auction house, made up as they are read: of fifty events one is a person, three are auctions, 46 are bids.
-- They begin a minute before midnight; a hundred seconds of them are 100,000.

CREATE STREAM person (
  WATERMARK FOR dateTime AS dateTime - INTERVAL '4' SECOND
) WITH (connector = 'nexmark', table = 'person', events = 100000,
  events.per.second = 1000, first.event.time = '2015-07-14 23:59:00' /* live: , rate = 2000 */);

CREATE STREAM auction (
  WATERMARK FOR dateTime AS dateTime - INTERVAL '4' SECOND
) WITH (connector = 'nexmark', table = 'auction', events = 100000,
  events.per.second = 1000, first.event.time = '2015-07-14 23:59:00' /* live: , rate = 2000 */);

CREATE STREAM bid (
  WATERMARK FOR dateTime AS dateTime - INTERVAL '4' SECOND
) WITH (connector = 'nexmark', table = 'bid', events = 100000,
  events.per.second = 1000, first.event.time = '2015-07-14 23:59:00' /* live: , rate = 2000 */);
