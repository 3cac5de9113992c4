// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.DaemonMetrics;
import io.photon.door.http.wire.call.Call;
import io.photon.metrics.MetricFormat;
import io.photon.metrics.MetricPage;
import io.photon.result.Result;

/** GET {@code /metrics}: a reading for Prometheus, in the format that {@code Accept} asks for. */
public final class MetricsEndpoint implements Endpoint {

    private final DaemonMetrics metrics;

    public MetricsEndpoint(DaemonMetrics metrics) {
        this.metrics = metrics;
    }

    /** A call without a caller was let in by {@code metrics.open}. */
    @Override
    public void handle(Call call) {
        call.onWorker(() -> {
            Result<MetricPage> page =
                    call.hasCaller() ? metrics.read(call.caller()) : Result.ok(metrics.readByOperatorsLeave());
            if (page instanceof Result.Ok<MetricPage> ok) {
                MetricFormat format = MetricFormat.wantedBy(call.header("Accept"));
                call.answerFile(200, format.contentType(), ok.value().write(format));
            } else {
                call.answer(page.failure());
            }
        });
    }
}
