// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.protocol.CommandType;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is stored and not hidden. */
final class RedisReader implements EventReader {

    /** Streams that one script looks at: a few hundred µs of the server. */
    private static final int STREAMS_AT_ONCE = 250;

    private static final int SMALLEST_PAGE = 64 * 1024;

    private final RedisLink link;
    private final RedisKeys keys;
    private final RedisAppends appends;
    private final LogPages log;
    private final StreamPages streams;

    /** @param appends knows whether the head can be believed */
    RedisReader(RedisLink link, RedisKeys keys, RedisAppends appends) {
        this.link = link;
        this.keys = keys;
        this.appends = appends;
        this.log = new LogPages(keys);
        this.streams = new StreamPages(keys);
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        return link.read(pipe ->
                request.stream().equals(StreamNames.ALL) ? log.read(pipe, request) : streams.read(pipe, request));
    }

    @Override
    public long lastOrderId() throws StoreException {
        if (appends.isInDoubt()) {
            return appends.headWithoutDoubt();
        }
        Object head = link.read(pipe -> pipe.await(pipe.send(CommandType.HGET, keys.meta, "head")))
                .get(0);
        return head == null ? 0 : Replies.number(head);
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        return name.equals(StreamNames.ALL)
                ? all()
                : infos(List.of(name)).stream().findFirst();
    }

    private Optional<StoredStream> all() throws StoreException {
        List<byte @Nullable []> counted =
                link.read(pipe -> pipe.await(pipe.fields(keys.meta, List.of("visible", "head"))));
        byte[] visible = counted.get(0);
        byte[] head = counted.get(1);
        if (visible == null || head == null || Replies.number(visible) == 0) {
            return Optional.empty();
        }
        long to = Replies.number(head);
        long first = outermost(Direction.FORWARDS, to);
        long last = outermost(Direction.BACKWARDS, to);
        return first == 0
                ? Optional.empty()
                : Optional.of(new StoredStream(StreamNames.ALL, Replies.number(visible), first, last));
    }

    /** The first, or the last, visible position up to a head; 0 when there is none. */
    private long outermost(Direction direction, long head) throws StoreException {
        boolean forwards = direction == Direction.FORWARDS;
        long cursor = forwards ? 0 : head + 1;
        while (true) {
            Page page =
                    read(new ReadRequest(StreamNames.ALL, cursor, forwards ? head : 0, direction, 1, SMALLEST_PAGE));
            if (!page.events().isEmpty()) {
                return page.events().get(0).orderId();
            }
            if (page.end()) {
                return 0;
            }
            cursor = page.cursor();
        }
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        List<StoredStream> found = new ArrayList<>();
        String cursor = after;
        while (found.size() < max) {
            int wanted = Math.min(STREAMS_AT_ONCE, max - found.size());
            List<String> names = names(cursor, prefix, wanted);
            found.addAll(infos(names));
            if (names.size() < wanted) {
                break;
            }
            cursor = names.get(names.size() - 1);
        }
        return List.copyOf(found);
    }

    private List<String> names(String after, String prefix, int max) throws StoreException {
        byte[] above = Utf8.bytes(after);
        byte[] least = Utf8.bytes(prefix);
        boolean isInside = Arrays.compareUnsigned(above, least) >= 0 && above.length > 0;
        byte[] from = isInside ? marked('(', above) : least.length == 0 ? Utf8.bytes("-") : marked('[', least);
        byte[] to = end(least);
        List<@Nullable Object> found = link.read(
                pipe -> pipe.await(pipe.send(CommandType.ZRANGEBYLEX, keys.names, from, to, "LIMIT", 0, max)));
        return found.stream().map(Replies::text).toList();
    }

    /** The first name after all with a prefix: no UTF-8 has a byte 0xff, so the last byte can always be one higher. */
    private static byte[] end(byte[] prefix) {
        if (prefix.length == 0) {
            return Utf8.bytes("+");
        }
        byte[] end = marked('(', prefix);
        end[end.length - 1]++;
        return end;
    }

    private static byte[] marked(char sign, byte[] name) {
        byte[] marked = new byte[name.length + 1];
        marked[0] = (byte) sign;
        System.arraycopy(name, 0, marked, 1, name.length);
        return marked;
    }

    private List<StoredStream> infos(List<String> names) throws StoreException {
        if (names.isEmpty()) {
            return List.of();
        }
        List<byte[]> used = new ArrayList<>(List.of(keys.hidden));
        names.forEach(name -> used.add(keys.stream(name)));
        List<@Nullable Object> facts =
                link.run(Script.STREAMS, used, names.stream().map(Utf8::bytes).toList());
        List<StoredStream> infos = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            long count = Replies.number(facts.get(3 * i));
            if (count > 0) {
                infos.add(new StoredStream(
                        names.get(i),
                        count,
                        Replies.number(facts.get(3 * i + 1)),
                        Replies.number(facts.get(3 * i + 2))));
            }
        }
        return infos;
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return link.read(pipe -> {
            RedisFuture<List<@Nullable Object>> held =
                    pipe.send(CommandType.HGET, keys.localIds, LocalIdDigest.of(stream, localId));
            RedisFuture<List<@Nullable Object>> noted = pipe.send(CommandType.HGET, keys.hidden, Utf8.bytes(stream));
            Object numbers = pipe.await(held).get(0);
            Object hidden = pipe.await(noted).get(0);
            return numbers == null ? Optional.empty() : first(pipe, Replies.text(numbers), hidden, stream, localId);
        });
    }

    private Optional<Event> first(Pipe pipe, String numbers, @Nullable Object hidden, String stream, String localId)
            throws StoreException, NoAnswerException {
        long lastHidden =
                hidden == null ? 0 : Long.parseLong(Replies.text(hidden).split(":")[1]);
        for (String number : numbers.split(",")) {
            if (Long.parseLong(number) > lastHidden) {
                byte[] line =
                        pipe.await(pipe.fields(keys.events, List.of(number))).get(0);
                return Optional.ofNullable(line)
                        .map(Event::ofLine)
                        .filter(event -> stream.equals(event.streamName()) && localId.equals(event.localId()));
            }
        }
        return Optional.empty();
    }
}
