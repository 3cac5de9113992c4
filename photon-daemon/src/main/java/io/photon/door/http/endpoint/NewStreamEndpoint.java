// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.NewStream;
import io.photon.api.PhotonApi;
import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.RequestMemory;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * POST {@code /api/new-stream}: a form with {@code stream-name} and a file of events, which become a stream of their own. In
 * memory is one line of the file, whatever its size.
 */
public final class NewStreamEndpoint implements Endpoint {

    private static final String FORM = "multipart/form-data";
    /** RFC 2046, 5.1.1. */
    private static final int LONGEST_BOUNDARY = 70;

    private final PhotonApi api;
    private final HttpSettings settings;
    private final Budget budget;
    private final OpenRequests openRequests;

    public NewStreamEndpoint(PhotonApi api, HttpSettings settings, Budget budget, OpenRequests openRequests) {
        this.api = api;
        this.settings = settings;
        this.budget = budget;
        this.openRequests = openRequests;
    }

    @Override
    public void handle(Call call) {
        String type = call.header(Headers.CONTENT_TYPE_STRING);
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(FORM)) {
            call.answer(Failure.of(
                    Failure.Kind.UNSUPPORTED_TYPE,
                    "the content type is " + type,
                    "send " + FORM + ": curl -F stream-name=NAME -F upload-file=@FILE"));
            return;
        }
        String boundary = ContentTypes.parameter(type, "boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            call.answer(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "the content type names no boundary of 1 to " + LONGEST_BOUNDARY + " characters",
                    "leave the content type to the client: curl -F sets it"));
            return;
        }
        int longest = settings.limits().maxLineBytes();
        RequestMemory.require(call, budget, longest, () -> call.onWorker(() -> begin(call, boundary)));
    }

    private void begin(Call call, String boundary) {
        Result<NewStream> begun = api.newStream(call.caller());
        if (begun instanceof Result.Err<NewStream> err) {
            call.answer(err.failure());
            return;
        }
        ImportForm form = new ImportForm(
                call.exchange().getConnection().getByteBufferPool(),
                boundary.getBytes(StandardCharsets.ISO_8859_1),
                new ImportForm.Options(
                        settings.limits().maxLineBytes(), call.target().flag("partial")),
                begun.value());
        UploadTransfer.begin(
                call, form, new UploadTransfer.Target("import", settings.times(), openRequests, form::line));
    }
}
