// SPDX-License-Identifier: Apache-2.0
package io.photon.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How a page of metrics is written. */
public enum MetricFormat {
    /** The text format that every scraper reads, 0.0.4. */
    PROMETHEUS(PrometheusTextFormatWriter.create()),
    /** OpenMetrics 1.0.0. */
    OPEN_METRICS(OpenMetricsTextFormatWriter.create());

    private final ExpositionFormatWriter writer;

    MetricFormat(ExpositionFormatWriter writer) {
        this.writer = writer;
    }

    /** The one that a client wants. @param accept its header, or null */
    public static MetricFormat wantedBy(@Nullable String accept) {
        return accept != null && OPEN_METRICS.writer.accepts(accept) ? OPEN_METRICS : PROMETHEUS;
    }

    /** The media type of what is written. */
    public String contentType() {
        return writer.getContentType();
    }

    byte[] write(Collection<MetricSnapshot> metrics) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(32 << 10);
        try {
            writer.write(text, new MetricSnapshots(metrics), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written but memory
        }
        return text.toByteArray();
    }
}
