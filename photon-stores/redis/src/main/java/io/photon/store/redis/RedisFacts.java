// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.protocol.CommandType;
import io.photon.store.FactTable;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** A hash: there are few of them, so all are read to list those of a kind. Thread-safe. */
final class RedisFacts implements FactTable {

    private final RedisLink link;
    private final RedisKeys keys;

    RedisFacts(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    private static byte[] field(String kind, String name) {
        return Utf8.bytes(kind + " " + name);
    }

    @Override
    public void put(Fact fact) throws StoreException {
        String value = fact.first() + ":" + fact.second() + ":" + fact.third();
        link.read(pipe -> pipe.await(pipe.send(CommandType.HSET, keys.facts, field(fact.kind(), fact.name()), value)));
    }

    @Override
    public List<Fact> list(String kind) throws StoreException {
        List<?> all = link.read(pipe -> pipe.await(pipe.send(CommandType.HGETALL, keys.facts)));
        String prefix = kind + " ";
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            String field = Replies.text(all.get(i));
            if (field.startsWith(prefix)) {
                facts.add(fact(kind, field.substring(prefix.length()), Replies.text(all.get(i + 1))));
            }
        }
        return facts;
    }

    private Fact fact(String kind, String name, String value) throws StoreException {
        String[] numbers = value.split(":", -1);
        try {
            return new Fact(
                    kind, name, Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new StoreException(
                    Kind.DAMAGED, "what Redis has in " + Utf8.text(keys.facts) + " is not what was written", e);
        }
    }

    @Override
    public void remove(String kind, String name) throws StoreException {
        link.read(pipe -> pipe.await(pipe.send(CommandType.HDEL, keys.facts, field(kind, name))));
    }
}
