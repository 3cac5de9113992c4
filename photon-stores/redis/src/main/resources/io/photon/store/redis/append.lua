-- SPDX-License-Identifier: Apache-2.0
-- Stores a batch, or says why not. Nothing is written before everything was checked. What can be made ready is: the server
-- has one thread for all its clients.
-- KEYS: meta events log names local-ids hidden, then the streams of the batch
-- ARGV: epoch, turn, number of the first event, first order-id, last order-id, how many events, bytes, streams, local-ids,
--       chunks; of each event: number, line; of each stream: name, how many events, of each id and entry;
--       of each local-id: field, number, name of its stream; of each chunk: id, entry
local meta, events, log, names, locals, hidden = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]

local by = fenced_by(meta, ARGV[1])
if by then
  return {'FENCED', by}
end
local state = redis.call('HMGET', meta, 'turn', 'next', 'head')
if (state[1] or '0') ~= ARGV[2] or (state[2] or '1') ~= ARGV[3] then
  return {'TURN', state[1] or '0', state[2] or '1'}
end
if tonumber(ARGV[4]) <= tonumber(state[3] or '0') then
  return {'CONFLICT', state[3]}
end

local count = tonumber(ARGV[6])
local at = 10
local events_end = at + 2 * count
while at < events_end do
  local to = math.min(at + 1000, events_end)
  redis.call('HSET', events, unpack(ARGV, at + 1, to))
  at = to
end
local scored = {}
for i = 1, tonumber(ARGV[8]) do
  local stream, size = KEYS[6 + i], tonumber(ARGV[at + 2])
  scored[#scored + 1] = '0'
  scored[#scored + 1] = ARGV[at + 1]
  at = at + 2
  for _ = 1, size do
    redis.call('XADD', stream, ARGV[at + 1], 'e', ARGV[at + 2])
    at = at + 2
  end
end
for i = 1, #scored, 1000 do
  redis.call('ZADD', names, unpack(scored, i, math.min(i + 999, #scored)))
end
for _ = 1, tonumber(ARGV[9]) do
  local field, list = ARGV[at + 1], ARGV[at + 2]
  local held = redis.call('HGET', locals, field)
  if held then
    -- What is hidden and not erased yet does not count; of several that are visible the first does.
    local gone = redis.call('HGET', hidden, ARGV[at + 3])
    local last = gone and tonumber(string.match(gone, '^%d+:(%d+):')) or 0
    local rest = {}
    for each in string.gmatch(held, '%d+') do
      if tonumber(each) > last then
        rest[#rest + 1] = each
      end
    end
    rest[#rest + 1] = list
    list = table.concat(rest, ',')
  end
  redis.call('HSET', locals, field, list)
  at = at + 3
end
for _ = 1, tonumber(ARGV[10]) do
  redis.call('XADD', log, ARGV[at + 1], 'c', ARGV[at + 2])
  at = at + 2
end
redis.call('HMSET', meta, 'epoch', ARGV[1], 'next', digits(tonumber(ARGV[3]) + count), 'head', ARGV[5])
redis.call('HINCRBY', meta, 'visible', ARGV[6])
redis.call('HINCRBY', meta, 'bytes', ARGV[7])
return {'OK'}
