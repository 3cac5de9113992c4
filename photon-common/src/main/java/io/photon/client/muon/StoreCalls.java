// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.ByteSink;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.client.muon.network.RpcFailures;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.muon.eventstore.ValuePieces;
import io.photon.muon.wire.RpcResponse;
import io.photon.question.Cost;
import io.photon.question.Question;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks an event store what only a Photon of this kind can be asked (the rows of {@code Questions} with a path over Muon). Another one has no such
 * endpoint: then the answer is empty, and the protocol's own endpoints are to be tried. For one thread.
 */
final class StoreCalls {

    /** Folding takes a minute at the most, twice for a difference, and others may be before it. */
    private static final long FOLDING_MS = 300_000;

    private final MuonNetwork network;
    private final Supplier<Result<String>> store;

    /** @param store the event store's name, found when it is needed */
    StoreCalls(MuonNetwork network, Supplier<Result<String>> store) {
        this.network = network;
        this.store = store;
    }

    /** Calls the endpoint of a question. */
    Result<Optional<byte[]>> call(Question question, StoreQuestion fields) {
        String path = Objects.requireNonNull(question.muon());
        return store.get()
                .then(name -> answered(
                        name + path,
                        question.cost() == Cost.FOLD
                                ? network.rpc(name, path, fields.bytes(), FOLDING_MS)
                                : network.rpc(name, path, fields.bytes())));
    }

    private static Result<Optional<byte[]>> answered(String asked, Result<RpcResponse> answered) {
        return answered.then(answer -> isUnknown(answer)
                ? Result.ok(Optional.empty())
                : RpcFailures.body(answer, asked).map(body -> Optional.of(body)));
    }

    /** A failure of a Photon's own has a code. */
    private static boolean isUnknown(RpcResponse answer) {
        return answer.status() == 404 && JsonFields.text(answer.body(), "code") == null;
    }

    /** @param what in words, e.g. {@code for the schema of a stream} */
    <T> Result<T> notHere(String what) {
        return store.get()
                .then(name -> Result.err(
                        Kind.BAD_INPUT,
                        "event store '" + name + "' cannot be asked " + what + " over Muon",
                        "ask the daemon over HTTP: --url http://HOST:3000"));
    }

    /** Items, and whether there was such a stream at all. */
    private static final class Known implements MuonNetwork.Items {
        private final MuonNetwork.Items items;
        private boolean opened;

        Known(MuonNetwork.Items items) {
            this.items = items;
        }

        @Override
        public void opened() {
            opened = true;
        }

        @Override
        public boolean item(byte[] json) {
            return items.item(json);
        }

        @Override
        public void pause() {
            items.pause();
        }
    }

    /** Plays a stream. @return how many items came; empty when there is no such stream */
    Result<Optional<Long>> stream(String path, StoreQuestion question, MuonNetwork.Items items) {
        Known known = new Known(items);
        return store.get().then(name -> {
            Result<Long> played = network.stream(name, path, question.json(), known);
            return played instanceof Result.Err<Long> err && err.failure().kind() == Kind.NOT_FOUND && !known.opened
                    ? Result.ok(Optional.empty())
                    : played.map(count -> Optional.of(count));
        });
    }

    /** Plays a text that comes in pieces. @return how many bytes came; empty when there is no such stream */
    Result<Optional<Long>> pieces(String path, StoreQuestion question, ByteSink to) {
        long[] bytes = {0};
        MuonNetwork.Items items = item -> {
            byte[] piece = ValuePieces.text(item);
            to.write(piece, 0, piece.length);
            bytes[0] += piece.length;
            return true;
        };
        return stream(path, question, items).map(played -> played.map(count -> bytes[0]));
    }

    /**
     * Asks for a list page by page.
     *
     * @param most entries
     * @return the list as one object; empty when there is no such endpoint
     */
    Result<Optional<byte[]>> pages(Question asked, StoreQuestion question, int most) {
        String list = asked.name();
        JsonWriter all = new JsonWriter(4_096).object().field(list).array();
        String[] after = {question.text(StoreQuestion.AFTER)};
        int[] count = {0};
        while (true) {
            StoreQuestion page =
                    question.with(StoreQuestion.AFTER, after[0]).with(StoreQuestion.LIMIT, most - count[0]);
            Result<Optional<byte[]>> answer = call(asked, page);
            if (!(answer instanceof Result.Ok<Optional<byte[]>> ok)
                    || ok.value().isEmpty()) {
                return answer;
            }
            byte[] json = ok.value().get();
            int before = count[0];
            int[] entries = JsonFields.find(json, 0, json.length, list);
            if (entries != null) {
                JsonFields.forEach(json, entries[0], entries[1], (bytes, n, m, from, to) -> {
                    all.raw(bytes, from, to - from);
                    count[0]++;
                    int[] name = JsonFields.find(bytes, from, to, Objects.requireNonNull(asked.key()));
                    after[0] = name == null ? after[0] : JsonFields.text(bytes, name[0], name[1]);
                });
            }
            boolean more = "true".equals(JsonFields.text(json, "more"));
            if (!more || count[0] >= most || count[0] == before) {
                return Result.ok(Optional.of(all.endArray().endObject().bytes()));
            }
        }
    }
}
