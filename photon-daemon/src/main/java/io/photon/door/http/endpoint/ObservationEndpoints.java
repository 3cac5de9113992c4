package io.photon.door.http.endpoint;

import io.photon.api.Observation;
import io.photon.door.http.wire.Call;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.function.Supplier;

/** What somebody who watches the daemon asks: {@code /api/log}, {@code /api/subscribers}, {@code /api/busiest-streams}. */
public final class ObservationEndpoints {

    private static final String AFTER = "after";
    private static final String LIMIT = "limit";

    private final Observation observation;

    public ObservationEndpoints(Observation observation) {
        this.observation = observation;
    }

    /** Warnings, errors and refused logins. */
    public void log(Call call) {
        answer(
                call,
                () -> number(call, AFTER, 0)
                        .then(after -> limit(call).then(limit -> observation.log(call.caller(), after, limit))));
    }

    /** Who reads events. */
    public void subscribers(Call call) {
        answer(
                call,
                () -> number(call, AFTER, Observation.WORST_FIRST)
                        .then(after ->
                                limit(call).then(limit -> observation.subscribers(call.caller(), after, limit))));
    }

    /** Which streams got most events in the last minute. */
    public void busiest(Call call) {
        answer(call, () -> limit(call).then(limit -> observation.busiest(call.caller(), limit)));
    }

    private static void answer(Call call, Supplier<Result<byte[]>> question) {
        call.onWorker(() -> {
            Result<byte[]> answer = question.get();
            call.answer(answer);
        });
    }

    private static Result<Long> limit(Call call) {
        return number(call, LIMIT, Observation.ROWS);
    }

    private static Result<Long> number(Call call, String name, long otherwise) {
        String text = call.target().param(name);
        if (text == null) {
            return Result.ok(otherwise);
        }
        return text.matches("\\d{1,18}")
                ? Result.ok(Long.parseLong(text))
                : Result.err(Failure.Kind.BAD_INPUT, name + " is '" + text + "'", "send a whole number");
    }
}
