-- SPDX-License-Identifier: Apache-2.0
-- Does everything once that the others do, on keys of its own: a right that is missing is found before anything is stored.
-- KEYS: a hash, a stream, a sorted set, a string
redis.call('HSET', KEYS[1], 'a', '1')
redis.call('PEXPIRE', KEYS[1], '60000') -- nothing stays when one of the next is refused
redis.call('HMSET', KEYS[1], 'a', '1', 'b', '2')
redis.call('HINCRBY', KEYS[1], 'a', 1)
redis.call('HMGET', KEYS[1], 'a', 'b')
redis.call('HGET', KEYS[1], 'a')
redis.call('HEXISTS', KEYS[1], 'a')
redis.call('HDEL', KEYS[1], 'a')
redis.call('XADD', KEYS[2], '1-0', 'e', '1')
redis.call('PEXPIRE', KEYS[2], '60000')
redis.call('XRANGE', KEYS[2], '-', '+')
redis.call('XREVRANGE', KEYS[2], '+', '-')
redis.call('XLEN', KEYS[2])
redis.call('XDEL', KEYS[2], '1-0')
redis.call('ZADD', KEYS[3], '0', 'a')
redis.call('PEXPIRE', KEYS[3], '60000')
redis.call('ZREM', KEYS[3], 'a')
redis.call('SET', KEYS[4], 'a', 'PX', '60000')
redis.call('GET', KEYS[4])
redis.call('DEL', KEYS[2], KEYS[4])
redis.call('UNLINK', KEYS[1])
return 1
