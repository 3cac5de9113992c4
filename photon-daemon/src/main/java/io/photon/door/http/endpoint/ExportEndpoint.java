// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Answer;
import io.photon.api.Download;
import io.photon.api.UseCases;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.answer.PulledAnswer;
import io.photon.door.http.wire.call.Call;
import io.photon.question.Params;
import io.photon.question.StreamQuestions;
import io.photon.result.Result;
import io.undertow.util.Headers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** GET {@code /export/stream/:stream}: a stream as a file, {@code :stream.pev}, made as fast as it is taken. */
public final class ExportEndpoint implements Endpoint {

    private static final String GZIP = "application/gzip";

    private final UseCases useCases;
    private final OpenRequests openRequests;

    public ExportEndpoint(UseCases useCases, OpenRequests openRequests) {
        this.useCases = useCases;
        this.openRequests = openRequests;
    }

    @Override
    public void handle(Call call) {
        String stream = call.segment(2);
        call.onWorker(() -> {
            Result<Answer> lines =
                    useCases.ask(call.caller(), StreamQuestions.EXPORT.ask().with(Params.STREAM, stream));
            if (lines.isOk()) {
                Download file = PevDownload.of(((Answer.Chunks) lines.value()).download());
                PulledAnswer.begin(
                        call,
                        file,
                        GZIP,
                        openRequests,
                        () -> call.exchange()
                                .getResponseHeaders()
                                .put(Headers.CONTENT_DISPOSITION, disposition(stream)));
            } else {
                call.answer(lines.failure());
            }
        });
    }

    /** A name for browsers, in ASCII and as it is (RFC 6266). */
    private static String disposition(String stream) {
        String plain = stream.replaceAll("[^A-Za-z0-9._-]", "_");
        String exact = URLEncoder.encode(stream, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + ".pev\"; filename*=UTF-8''" + exact + ".pev";
    }
}
