// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.backup.format.BackupWriter;
import io.photon.client.ByteSink;
import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.client.RestoreOptions;
import io.photon.client.muon.network.AnswerDeadline;
import io.photon.client.muon.network.Connector;
import io.photon.client.muon.network.MuonClientSettings;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.event.Bound;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.muon.stack.client.IntrospectQuestion;
import io.photon.question.Asked;
import io.photon.question.EventQuestions;
import io.photon.question.Params;
import io.photon.question.StreamQuestions;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The client over Muon. It asks by the protocols that every Muon event store speaks, so it works with older Photons, too;
 * what they cannot carry is refused with the advice to use HTTP. For one thread at a time, as every {@link PhotonClient}.
 */
public final class MuonPhotonClient implements PhotonClient {

    /**
     * Who emitted, for events that do not say, in stores that refuse those: the name that muon-cli gives
     * (docs/muon-protocol 8.2). A Photon of this kind is given the same event as over HTTP, so that the same {@code
     * local-id} means the same there.
     */
    private static final String SERVICE_ID = "cli";

    private final MuonNetwork network;
    private final MuonClientSettings settings;
    private final MuonQuestions questions;
    private @Nullable String foundStore;
    /** Whether the store is a Photon of this kind; null until it was asked. */
    private @Nullable Boolean ours;

    public MuonPhotonClient(MuonClientSettings settings, Connector connector) {
        this.settings = settings;
        this.network = new MuonNetwork(settings, connector);
        this.questions =
                new MuonQuestions(new StoreCalls(network, this::store), new ProtocolQuestions(network, this::store));
    }

    static <T> Result<T> onlyHttp(String what) {
        return Result.err(
                Kind.BAD_INPUT, "Muon cannot carry " + what, "ask the daemon over HTTP: --url http://HOST:3000");
    }

    /** Found once: a command speaks to one store. */
    private Result<String> store() {
        if (foundStore != null) {
            return Result.ok(foundStore);
        }
        return network.findStore().then(found -> {
            foundStore = found;
            return Result.ok(found);
        });
    }

    @Override
    public Result<byte[]> emit(byte[] event, EmitOptions options) {
        Result<Boolean> carried = carried(options);
        Result<EventDraft> draft = carried.then(yes -> EventParser.parseDraft(event, 0, event.length));
        AnswerDeadline whole = network.deadline();
        return draft.then(given -> store().then(store -> network.socket(store, whole)
                        .then(socket -> {
                            EmitWindow window = new EmitWindow(socket, settings.answerMs(), whole);
                            byte[] sent = EventItems.emitted(given.body(), serviceId(store), settings.token());
                            return window.send(EmitWindow.ALONE, sent)
                                    .then(yes -> window.oldest().result());
                        }))
                .map(stored -> Receipts.of(stored).getBytes(StandardCharsets.US_ASCII)));
    }

    /** What an event gets that does not say who emitted it; null for nothing. Asks the store once what it is. */
    private @Nullable String serviceId(String store) {
        if (ours == null) {
            ours = network.introspect(store) instanceof Result.Ok<IntrospectQuestion.Answer> ok
                    && ok.value().report().protocols().stream()
                            .flatMap(protocol -> protocol.operations().stream())
                            .anyMatch(operation -> operation.resource().equals(StreamQuestions.STREAM_SHOW.muon()));
        }
        return ours ? null : SERVICE_ID;
    }

    private static Result<Boolean> carried(EmitOptions options) {
        if (options.expect() != null) {
            return onlyHttp("--expect");
        }
        return options.atomic() ? onlyHttp("--atomic") : Result.ok(true);
    }

    @Override
    public Result<Long> emitLines(InputStream lines, EmitOptions options, ByteSink answers) {
        AnswerDeadline whole = network.deadline();
        return carried(options)
                .then(yes -> store().then(store -> network.socket(store, whole).then(socket -> {
                    EmitWindow window = new EmitWindow(socket, settings.answerMs(), whole);
                    String service = serviceId(store);
                    EmitUpload upload = new EmitUpload(
                            window,
                            socket,
                            draft -> EventItems.emitted(draft.body(), service, settings.token()),
                            answers);
                    return upload.run(lines);
                })));
    }

    @Override
    public Result<Long> replay(ReplayQuery query, ByteSink lines) {
        return EventFilter.of(query, System.currentTimeMillis()).then(filter -> {
            PlayedEvents played = new PlayedEvents(filter, lines);
            return store().then(store -> play(store, filter, played)).map(count -> played.bytes());
        });
    }

    private Result<Long> play(String store, EventFilter filter, PlayedEvents played) {
        Result<Long> result = network.stream(store, "/stream", filter.args(), played);
        if (result instanceof Result.Err<Long> err && played.lastOrderId() > 0) {
            return Result.err(
                    err.failure().kind(),
                    err.failure().message() + "; the last event was " + played.lastOrderId(),
                    err.failure().hint());
        }
        return played.failure() == null ? result : Result.err(played.failure());
    }

    @Override
    public Result<byte[]> ask(Asked asked) {
        return asked.question() == EventQuestions.EVENT
                ? oneEvent(asked.get(Params.STREAM), asked.get(Params.ORDER_ID))
                : questions.ask(asked);
    }

    @Override
    public Result<Long> ask(Asked asked, ByteSink answer) {
        if (asked.question() != EventQuestions.EVENT) {
            return questions.ask(asked, answer);
        }
        return ask(asked).map(line -> {
            answer.write(line, 0, line.length);
            return (long) line.length;
        });
    }

    @Override
    public Result<byte[]> createProjection(byte[] request, boolean replace) {
        return questions.create(request, replace);
    }

    @Override
    public Result<byte[]> createProjectionFromEdn(byte[] edn, String file, boolean replace) {
        return questions.createFromEdn(edn, file, replace);
    }

    @Override
    public Result<Long> sql(byte[] request, boolean lines, ByteSink answer) {
        return questions.notHere("in SQL");
    }

    private Result<byte[]> oneEvent(String stream, long orderId) {
        byte[][] found = new byte[1][];
        ReplayQuery query = new ReplayQuery(stream, "cold", orderId, orderId, 1, null, null, false).exactly(true);
        return replay(query, (bytes, offset, length) -> found[0] = Arrays.copyOfRange(bytes, offset, offset + length))
                .then(n -> found[0] == null
                        ? Result.err(
                                Kind.NOT_FOUND,
                                "no event " + orderId + " in stream '" + stream + "'",
                                "see what is there with: photon replay")
                        : Result.ok(found[0]));
    }

    /** What the caller may not read over Muon is not in it; the trailer is made here and says what is. */
    @Override
    public Result<Long> backup(long from, boolean skipDamaged, ByteSink lines) {
        return Bound.of(from).isTime() && from > 0
                ? firstSince(from).then(first -> backupFrom(first, skipDamaged, lines))
                : backupFrom(from, skipDamaged, lines);
    }

    /** The order-id of the first event that is not earlier than a time; the time itself when there is none. */
    private Result<Long> firstSince(long timeMs) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ReplayQuery first = new ReplayQuery(StreamNames.ALL, "cold", timeMs, Long.MAX_VALUE, 1, null, null, false);
        return replay(first, line::write).then(bytes -> {
            long orderId = JsonFields.number(line.toByteArray(), "order-id");
            return Result.ok(orderId > 0 ? orderId : timeMs);
        });
    }

    /** A backup is a range without gaps: what comes after its first event belongs to it, whatever its time. */
    private Result<Long> backupFrom(long from, boolean skipDamaged, ByteSink lines) {
        BackupWriter writer =
                new BackupWriter(Clock.systemUTC(), from > 0 ? OptionalLong.of(from) : OptionalLong.empty());
        ReplayQuery query = new ReplayQuery(
                        StreamNames.ALL, "cold", from, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false)
                .skippingDamaged(skipDamaged);
        return EventFilter.of(query, System.currentTimeMillis()).then(filter -> {
            BackedUpEvents events = new BackedUpEvents(writer, filter, lines);
            return store().then(store -> network.stream(store, "/stream", filter.args(), events))
                    .then(count -> events.finish());
        });
    }

    @Override
    public Result<byte[]> restore(InputStream backup, RestoreOptions options) {
        if (!options.asNew()) {
            return settings.token() == null
                    ? Result.err(
                            Kind.BAD_INPUT,
                            "an exact restore over AMQP needs a token",
                            "give one with --token-file, restore over HTTP (--url http://HOST:3000), or append as new"
                                    + " events with --as-new")
                    : store().then(store -> new ExactRestoreUpload(network, store, options).run(backup));
        }
        AnswerDeadline whole = network.deadline();
        return store().then(store -> network.socket(store, whole).then(socket -> {
            EmitWindow window = new EmitWindow(socket, settings.answerMs(), whole);
            return new RestoreUpload(window, options, settings.token()).run(backup);
        }));
    }

    @Override
    public Result<byte[]> newStream(String stream, InputStream events, boolean isPev, boolean partial) {
        return questions.ask(StreamQuestions.NEW_STREAM.ask());
    }

    @Override
    public void cancel() {
        network.cancel();
    }

    @Override
    public void close() {
        network.close();
    }
}
