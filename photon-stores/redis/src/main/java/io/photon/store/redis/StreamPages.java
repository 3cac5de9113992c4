// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.protocol.CommandType;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of one stream: its index says which events they are, and how long each is. */
final class StreamPages {

    private final RedisKeys keys;

    StreamPages(RedisKeys keys) {
        this.keys = keys;
    }

    /** An event of the index, not read yet. */
    private record Place(long orderId, String number, int length) {

        static Place of(List<?> entry) {
            byte[] value = Replies.value(entry);
            int first = Replies.colon(value, 0);
            int second = Replies.colon(value, first + 1);
            return new Place(
                    Replies.id(entry), Utf8.text(value, 0, first), (int) Replies.number(value, first + 1, second));
        }
    }

    Page read(Pipe pipe, ReadRequest request) throws StoreException, NoAnswerException {
        PageBuilder page = new PageBuilder(request);
        if (page.isOutside()) {
            return page.page(true);
        }
        RedisFuture<List<@Nullable Object>> noted = hidden(pipe, page);
        RedisFuture<List<@Nullable Object>> listed = list(pipe, page, request.maxEvents());
        long hiddenUpTo = Hidden.upTo(pipe.await(noted).get(0));
        List<@Nullable Object> entries = pipe.await(listed);
        if (page.isForwards() && request.from() < hiddenUpTo) {
            page.pass(Math.min(hiddenUpTo, request.to()));
            if (page.cursor() == request.to()) {
                return page.page(true);
            }
            entries = pipe.await(list(pipe, page, request.maxEvents()));
        }
        return filled(pipe, page, entries, hiddenUpTo, entries.size() == request.maxEvents());
    }

    private RedisFuture<List<@Nullable Object>> hidden(Pipe pipe, PageBuilder page) throws NoAnswerException {
        return pipe.send(CommandType.HGET, keys.hidden, Utf8.bytes(page.stream()));
    }

    private RedisFuture<List<@Nullable Object>> list(Pipe pipe, PageBuilder page, int count) throws NoAnswerException {
        byte[] key = keys.stream(page.stream());
        return page.isForwards()
                ? pipe.send(CommandType.XRANGE, key, page.cursor() + 1, page.to(), "COUNT", count)
                : pipe.send(CommandType.XREVRANGE, key, page.cursor() - 1, page.to(), "COUNT", count);
    }

    private Page filled(Pipe pipe, PageBuilder page, List<@Nullable Object> entries, long hiddenUpTo, boolean isCut)
            throws StoreException, NoAnswerException {
        List<Place> wanted = new ArrayList<>();
        boolean areAllPlanned = true;
        for (Object entry : entries) {
            Place place = Place.of(Replies.list(entry));
            if (place.orderId() <= hiddenUpTo) { // backwards, so all that follow are hidden, too
                isCut = false;
                break;
            }
            if (!page.plans(1, place.length())) {
                areAllPlanned = false;
                break;
            }
            wanted.add(place);
        }
        if (!wanted.isEmpty()) {
            List<byte @Nullable []> lines = pipe.await(
                    pipe.fields(keys.events, wanted.stream().map(Place::number).toList()));
            for (int i = 0; i < wanted.size(); i++) {
                long orderId = wanted.get(i).orderId();
                byte[] line = lines.get(i);
                if (line == null) {
                    requireErased(pipe, page, orderId);
                    page.pass(orderId);
                } else if (!page.add(PageBuilder.event(line, orderId, orderId, orderId))) {
                    return page.page(false);
                }
            }
        }
        return page.page(areAllPlanned && !isCut);
    }

    /** An event that was listed is not there: it has been erased in the meantime, or is lost. */
    private void requireErased(Pipe pipe, PageBuilder page, long orderId) throws StoreException, NoAnswerException {
        RedisFuture<List<@Nullable Object>> noted = hidden(pipe, page);
        RedisFuture<List<@Nullable Object>> listed =
                pipe.send(CommandType.XRANGE, keys.stream(page.stream()), orderId, orderId);
        long hiddenUpTo = Hidden.upTo(pipe.await(noted).get(0));
        if (!pipe.await(listed).isEmpty() && orderId > hiddenUpTo) {
            throw StoreException.damaged(
                    "the event with order-id " + orderId + " of stream '" + page.stream() + "' is missing in Redis",
                    orderId,
                    orderId);
        }
    }
}
