// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.question.Asked;
import io.photon.question.Param;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.question.Question.Carriage;
import io.photon.question.StreamQuestions;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks any question of the table: a Photon of this kind by the path that the table has, another store by what the protocol
 * has, see {@link ProtocolQuestions}. For one thread.
 */
final class MuonQuestions {

    /** Asking again makes no sense for less. */
    private static final long SHORTEST_WAIT_MS = 1;

    private static final long DEFAULT_WAIT_MS = 30_000;

    private final StoreCalls calls;
    private final ProtocolQuestions protocol;

    MuonQuestions(StoreCalls calls, ProtocolQuestions protocol) {
        this.calls = calls;
        this.protocol = protocol;
    }

    /** The answer, held whole. */
    Result<byte[]> ask(Asked asked) {
        Question question = asked.question();
        if (question == StreamQuestions.STREAM_DELETE) {
            Asked there = StreamQuestions.STREAM_SHOW.ask().with(Params.STREAM, asked.get(Params.STREAM));
            return protocol.deleteStream(asked, () -> ask(there));
        }
        if (question == ProjectionQuestions.PROJECTION_WAIT) {
            return await(asked);
        }
        if (question.muon() == null) {
            return otherwise(asked);
        }
        if (question.carriage() != Carriage.CALL) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            return ask(asked, whole::write).map(bytes -> whole.toByteArray());
        }
        return called(asked)
                .then(found ->
                        found.map(json -> unwrapped(question.wrapper(), json)).orElseGet(() -> otherwise(asked)));
    }

    /** The answer, as it comes. */
    Result<Long> ask(Asked asked, ByteSink answer) {
        Question question = asked.question();
        if (question.muon() == null || question.carriage() == Carriage.CALL) {
            return ask(asked).map(json -> written(json, answer));
        }
        if (question.carriage() == Carriage.PIECES) {
            return calls.pieces(question.muon(), fields(asked), answer)
                    .then(found -> found.<Result<Long>>map(Result::ok)
                            .orElseGet(() -> otherwise(asked).map(json -> written(json, answer))));
        }
        ItemLines items = new ItemLines(answer);
        return calls.stream(question.muon(), fields(asked), items).then(found -> {
            if (found.isPresent()) {
                return Result.ok(items.bytes());
            }
            return question == ProjectionQuestions.PROJECTION_UPDATES
                    ? protocol.updates(asked, items)
                    : calls.notHere(question.words());
        });
    }

    private Result<byte[]> otherwise(Asked asked) {
        return protocol.ask(asked)
                .orElseGet(() -> calls.notHere(asked.question().words()));
    }

    private Result<Optional<byte[]>> called(Asked asked) {
        Question question = asked.question();
        return switch (question.form()) {
            case LIST -> {
                boolean bounded = question.params().contains(Params.MOST_STREAMS);
                long most = bounded ? asked.or(Params.MOST_STREAMS, Long.MAX_VALUE) : Long.MAX_VALUE;
                yield calls.pages(question, fields(asked), (int) Math.min(Integer.MAX_VALUE, most));
            }
            case OBJECT, UPLOAD, LINES, FILE, TEXT -> calls.call(question, fields(asked));
        };
    }

    /** As a call or a stream sends it. */
    private static StoreQuestion fields(Asked asked) {
        StoreQuestion fields = StoreQuestion.EMPTY;
        for (Param<?> param : asked.question().params()) {
            fields = fields.with(param.muonName(), asked.text(param));
        }
        for (Map.Entry<String, String> fixed : asked.question().fixed().entrySet()) {
            fields = fields.with(fixed.getKey(), fixed.getValue());
        }
        return fields;
    }

    private static Result<byte[]> unwrapped(@Nullable String name, byte[] json) {
        if (name == null) {
            return Result.ok(json);
        }
        int[] value = JsonFields.find(json, 0, json.length, name);
        return value == null
                ? Result.err(Kind.INTERNAL, "the store's answer has no '" + name + "'", null)
                : Result.ok(Arrays.copyOfRange(json, value[0], value[1]));
    }

    private static long written(byte[] json, ByteSink to) {
        to.write(json, 0, json.length);
        return json.length;
    }

    /** One call waits some seconds only, so that nothing waits for a client that has gone. */
    private Result<byte[]> await(Asked asked) {
        long leftMs = asked.or(Params.TIMEOUT, DEFAULT_WAIT_MS);
        long endNanos = System.nanoTime() + leftMs * 1_000_000;
        while (true) {
            long waitMs = Math.max(SHORTEST_WAIT_MS, Math.min(ProjectionQuestions.LONGEST_WAIT_MS, leftMs));
            Asked turn = asked.with(Params.TIMEOUT, waitMs);
            Result<byte[]> there = called(turn)
                    .then(found -> found.<Result<byte[]>>map(Result::ok).orElseGet(() -> otherwise(turn)));
            leftMs = (endNanos - System.nanoTime()) / 1_000_000;
            boolean late = !there.isOk() && there.failure().kind() == Kind.TIMED_OUT;
            if (!late || leftMs < SHORTEST_WAIT_MS) {
                return there;
            }
        }
    }

    /** Creates a projection from the fields of a request. */
    Result<byte[]> create(byte[] request, boolean replace) {
        StoreQuestion fields = StoreQuestion.read(request).with(Params.REPLACE.muonName(), replace);
        return calls.call(ProjectionQuestions.PROJECTION_CREATE, fields)
                .then(done -> done.<Result<byte[]>>map(Result::ok)
                        .orElseGet(() -> protocol.createProjection(request, replace)));
    }

    /** Creates a projection from the text of a file. */
    Result<byte[]> createFromEdn(byte[] edn, String file, boolean replace) {
        return ask(ProjectionQuestions.PROJECTION_CREATE
                .ask()
                .with(Params.EDN, Utf8.text(edn))
                .with(Params.FILE, file)
                .with(Params.REPLACE, replace));
    }

    /** Why something cannot be asked here. @param what completes "event store 'x' cannot be asked …" */
    <T> Result<T> notHere(String what) {
        return calls.notHere(what);
    }
}
