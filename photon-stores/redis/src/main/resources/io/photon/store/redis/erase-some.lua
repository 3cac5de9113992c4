-- SPDX-License-Identifier: Apache-2.0
-- Erases some of the events that are noted as hidden.
-- ARGV: name of the stream, how many at most
-- Answers: events erased, their bytes, whether there is more to erase
local name, most = ARGV[1], tonumber(ARGV[2])
local noted = redis.call('HGET', hidden, name)
if not noted then
  return {0, 0, 0}
end
local up_to, last, remaining = string.match(noted, '^(%d+):(%d+):(%d+)$')
local entries = redis.call('XRANGE', stream, '-', up_to, 'COUNT', most)
redis.call('HDEL', meta, '')
local bytes = erase_all(entries)
local left = tonumber(remaining) - #entries
if #entries < most or left <= 0 then
  redis.call('HDEL', hidden, name)
  drop_if_empty()
  return {#entries, digits(bytes), 0}
end
redis.call('HSET', hidden, name, up_to .. ':' .. last .. ':' .. digits(left))
return {#entries, digits(bytes), 1}
