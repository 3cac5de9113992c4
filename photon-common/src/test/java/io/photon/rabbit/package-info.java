// SPDX-License-Identifier: Apache-2.0
/**
 * A real RabbitMQ for tests and measurements, as a child process of its own, and Muon spoken to it by hand.
 *
 * <p>May import: the JDK, JUnit, RabbitMQ's client, {@code muon.wire}. Imported by: tests of every module, {@code bench}.
 *
 * <p>Never here: the system's service, its data, or a port that others know.
 */
package io.photon.rabbit;
