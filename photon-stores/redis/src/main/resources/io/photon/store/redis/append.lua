-- Stores a batch, or says why not. Nothing is written before everything was checked.
-- KEYS: meta events log names local-ids hidden, then the streams of the batch
-- ARGV: epoch, turn, number of events, number of chunks; the name of each stream;
--       of each event: order-id, line, number of its stream, field of its local-id or '';
--       of each chunk: how many events, how many bytes
local meta, events, log, names, locals, hidden = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local streams = #KEYS - 6
local count, chunks = tonumber(ARGV[3]), tonumber(ARGV[4])
local first_event = 4 + streams

local by = fenced_by(meta, ARGV[1])
if by then
  return {'FENCED', by}
end
local state = redis.call('HMGET', meta, 'turn', 'head', 'next')
if (state[1] or '0') ~= ARGV[2] then
  return {'TURN', state[1] or '0'}
end
if tonumber(ARGV[first_event + 1]) <= tonumber(state[2] or '0') then
  return {'CONFLICT', state[2]}
end

local n = tonumber(state[3] or '1')
local from, bytes = n, 0
local fields = {}
for i = 0, count - 1 do
  local line = ARGV[first_event + 4 * i + 2]
  bytes = bytes + #line
  fields[#fields + 1] = digits(n + i)
  fields[#fields + 1] = line
  if #fields == 200 or i == count - 1 then
    redis.call('HSET', events, unpack(fields))
    fields = {}
  end
end
for i = 0, count - 1 do
  local at = first_event + 4 * i
  local number = tonumber(ARGV[at + 3])
  local entry = digits(n + i) .. ':' .. #ARGV[at + 2]
  local field = ARGV[at + 4]
  if field ~= '' then
    entry = entry .. ':' .. field
    local held = redis.call('HGET', locals, field)
    local list = digits(n + i)
    if held then
      -- What is hidden and not erased yet does not count; of several that are visible the first does.
      local gone = redis.call('HGET', hidden, ARGV[4 + number])
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
  end
  redis.call('XADD', KEYS[6 + number], ARGV[at + 1] .. '-0', 'e', entry)
end
local scored = {}
for i = 1, streams do
  scored[#scored + 1] = '0'
  scored[#scored + 1] = ARGV[4 + i]
  if #scored == 200 or i == streams then
    redis.call('ZADD', names, unpack(scored))
    scored = {}
  end
end
local at, done = first_event + 4 * count, 0
for _ = 1, chunks do
  local size = tonumber(ARGV[at + 1])
  local last = ARGV[first_event + 4 * (done + size - 1) + 1]
  redis.call('XADD', log, last .. '-0', 'c', digits(n + done) .. ':' .. digits(size) .. ':' .. ARGV[at + 2])
  done = done + size
  at = at + 2
end
redis.call('HMSET', meta, 'epoch', ARGV[1], 'next', digits(from + count),
  'head', ARGV[first_event + 4 * (count - 1) + 1])
redis.call('HINCRBY', meta, 'visible', count)
redis.call('HINCRBY', meta, 'bytes', digits(bytes))
return {'OK', digits(from)}
