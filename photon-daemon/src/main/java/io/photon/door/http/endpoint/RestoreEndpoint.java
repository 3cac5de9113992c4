// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.PhotonApi;
import io.photon.api.Upload;
import io.photon.budget.Budget;
import io.photon.codec.JsonTree;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.RequestMemory;
import io.photon.door.http.wire.call.Target;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Map;
import java.util.Optional;

/**
 * POST {@code /api/restore}: a backup's bytes in, as {@link UploadTransfer} brings them.
 */
public final class RestoreEndpoint implements Endpoint {

    private final PhotonApi api;
    private final HttpSettings settings;
    private final Budget budget;
    private final OpenRequests openRequests;

    public RestoreEndpoint(PhotonApi api, HttpSettings settings, Budget budget, OpenRequests openRequests) {
        this.api = api;
        this.settings = settings;
        this.budget = budget;
        this.openRequests = openRequests;
    }

    @Override
    public void handle(Call call) {
        Optional<Failure> refused = ContentTypes.refuseUnlessLines(call).or(() -> refuseEmptyUntil(call));
        if (refused.isPresent()) {
            call.answer(refused.get());
            return;
        }
        // For the line that is read, and the stored one it is compared with.
        RequestMemory.require(call, budget, settings.limits().maxLineBytes(), () -> begin(call));
    }

    /** An {@code until=$DAY} whose variable is empty would restore everything. */
    private static Optional<Failure> refuseEmptyUntil(Call call) {
        return "".equals(call.target().query().get("until"))
                ? Optional.of(Failure.of(
                        Failure.Kind.BAD_INPUT, "until is empty", "give an order-id or a time, or leave until out"))
                : Optional.empty();
    }

    private void begin(Call call) {
        call.onWorker(() -> {
            Target target = call.target();
            Result<Upload> begun = api.restore(
                    call.caller(),
                    target.flag("dry-run"),
                    target.param("until"),
                    target.flag("as-new"),
                    target.flag("allow-incomplete"));
            if (begun instanceof Result.Err<Upload> err) {
                call.answer(err.failure());
            } else {
                UploadTransfer.begin(
                        call,
                        begun.value(),
                        new UploadTransfer.Target("restore", settings.times(), openRequests, () -> 0));
            }
        });
    }

    static byte[] json(Map<String, Object> fields) {
        return JsonTree.bytes(fields);
    }
}
