// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code /metrics} shows: a page of metrics is filled by those who count, and written in the format of Prometheus or of
 * OpenMetrics. Nothing is counted here: what there is, is read when a scrape asks for it.
 *
 * <p>May import: the client library of Prometheus. Imported by: {@code api}, {@code door.http}, {@code door.http.endpoint}, {@code door.muon}.
 *
 * <p>Never here: what the metrics are about, protocols, permissions.
 */
@NullMarked
package io.photon.metrics;

import org.jspecify.annotations.NullMarked;
