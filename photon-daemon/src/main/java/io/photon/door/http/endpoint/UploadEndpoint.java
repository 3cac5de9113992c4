// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.PhotonApi;
import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.result.Failure;
import java.util.Optional;

/** POST {@code /api/events}: NDJSON (or a JSON array, also one of CloudEvents) in, answers out, both at once; or all or nothing with {@code ?atomic=true}. */
public final class UploadEndpoint implements Endpoint {

    private final Endpoint one;
    private final PhotonApi api;
    private final HttpSettings settings;
    private final Budget budget;
    private final OpenRequests openRequests;

    /** @param one takes a body that is one event */
    public UploadEndpoint(
            Endpoint one, PhotonApi api, HttpSettings settings, Budget budget, OpenRequests openRequests) {
        this.one = one;
        this.api = api;
        this.settings = settings;
        this.budget = budget;
        this.openRequests = openRequests;
    }

    @Override
    public void handle(Call call) {
        if (DraftReader.isCloudEvent(call)) {
            one.handle(call);
            return;
        }
        Optional<Failure> refused = ContentTypes.refuseUnlessEvents(call).or(() -> refuseParameters(call));
        if (refused.isPresent()) {
            call.answer(refused.get());
        } else if (call.target().flag("atomic")) {
            new AtomicUpload(call, api, settings, budget, openRequests).start();
        } else {
            new UploadSession(call, api, settings, budget, openRequests).start();
        }
    }

    private static Optional<Failure> refuseParameters(Call call) {
        String ack = call.target().param("ack");
        if (ack != null && !ack.equals("summary") && !ack.equals("lines")) {
            return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, "ack is '" + ack + "'", "use lines or summary"));
        }
        String expect = call.header(EmitEndpoint.EXPECT_HEADER);
        if (expect != null && !expect.equals("any") && !call.target().flag("atomic")) {
            return Optional.of(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "an expected last event needs one stream and an atomic request",
                    "add atomic=true, or leave " + EmitEndpoint.EXPECT_HEADER + " out"));
        }
        return Optional.empty();
    }

    static Failure lineTooLong(int maxLineBytes) {
        return Failure.of(
                Failure.Kind.TOO_LARGE,
                "the line is longer than " + maxLineBytes + " bytes",
                "keep large things elsewhere and emit where they are");
    }
}
