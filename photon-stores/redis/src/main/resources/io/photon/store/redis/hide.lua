-- SPDX-License-Identifier: Apache-2.0
-- Hides the events of a stream up to a position: a few are erased at once, of many it is noted that they are hidden.
-- ARGV: name of the stream, up to, how many are few
-- Answers: events erased, their bytes, whether there is more to erase
local name, up_to, few = ARGV[1], ARGV[2], tonumber(ARGV[3])
local before = 0
local noted = redis.call('HGET', hidden, name)
if noted then
  local noted_up_to, _, remaining = string.match(noted, '^(%d+):(%d+):(%d+)$')
  if tonumber(up_to) <= tonumber(noted_up_to) then
    return {0, 0, 1}
  end
  before = tonumber(remaining)
end
local entries = redis.call('XRANGE', stream, '-', up_to, 'COUNT', few + 1)
if #entries == 0 then
  return {0, 0, 0}
end
-- A write that needs no memory comes first: after it a full server lets the rest of the script pass.
redis.call('HDEL', meta, '')
local newest = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1][1]
local above = tonumber(up_to) + 1
local after = 0
if tonumber(string.match(newest, '^%d+')) >= above then
  local cursor = above
  while true do
    local page = redis.call('XRANGE', stream, digits(cursor), '+', 'COUNT', 1000)
    after = after + #page
    if #page < 1000 then
      break
    end
    cursor = tonumber(string.match(page[#page][1], '^%d+')) + 1
  end
end
local now = redis.call('XLEN', stream) - after
if after == 0 then
  redis.call('ZREM', names, name)
end
redis.call('HINCRBY', meta, 'visible', before - now)
if #entries <= few then
  local bytes = erase_all(entries)
  redis.call('HDEL', hidden, name)
  drop_if_empty()
  return {#entries, digits(bytes), 0}
end
local last = redis.call('XREVRANGE', stream, up_to, '-', 'COUNT', 1)[1]
redis.call('HSET', hidden, name, up_to .. ':' .. string.match(last[2][2], '^%d+') .. ':' .. digits(now))
return {0, 0, 1}
