-- SPDX-License-Identifier: Apache-2.0
-- KEYS of the scripts that hide and erase: meta events log names local-ids hidden holes stream
local meta, events, log, names, locals, hidden, holes, stream =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]

-- Removes one event: its bytes, its place in its stream, its local-id, and its part of the log's index.
-- It begins with what needs no memory: a full server, too, lets events be removed. Answers the length of the event.
local function erase(entry)
  local at = entry[1]
  local n, length, field = string.match(entry[2][2], '^(%d+):(%d+):?(.*)$')
  redis.call('HDEL', events, n)
  redis.call('XDEL', stream, at)
  if field ~= '' then
    local rest = {}
    for each in string.gmatch(redis.call('HGET', locals, field) or '', '%d+') do
      if each ~= n then
        rest[#rest + 1] = each
      end
    end
    if #rest == 0 then
      redis.call('HDEL', locals, field)
    else
      redis.call('HSET', locals, field, table.concat(rest, ','))
    end
  end
  local chunk = redis.call('XRANGE', log, at, '+', 'COUNT', 1)[1]
  if chunk then
    local count = tonumber(string.match(chunk[2][2], '^%d+:(%d+):'))
    if redis.call('HINCRBY', holes, chunk[1], 1) == count then
      redis.call('XDEL', log, chunk[1])
      redis.call('HDEL', holes, chunk[1])
    end
  end
  return tonumber(length)
end

local function erase_all(entries)
  local bytes = 0
  for _, entry in ipairs(entries) do
    bytes = bytes + erase(entry)
  end
  redis.call('HINCRBY', meta, 'bytes', digits(-bytes))
  redis.call('HINCRBY', meta, 'erased', #entries)
  redis.call('HINCRBY', meta, 'erased-bytes', digits(bytes))
  return bytes
end

local function drop_if_empty()
  if redis.call('XLEN', stream) == 0 then
    redis.call('DEL', stream)
  end
end
