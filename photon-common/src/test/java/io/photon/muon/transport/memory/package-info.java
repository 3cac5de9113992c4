// SPDX-License-Identifier: Apache-2.0
/**
 * Muon inside one process: {@link io.photon.muon.transport.memory.MemoryNetwork} keeps the promises of the seams without
 * a broker, and can be told to lose, delay and cut by a seed, in real or in virtual time. Messages pass through the
 * codec, so what works here is also well-formed.
 *
 * <p>May import: {@code muon.transport}, {@code muon.wire}, {@code result}. Imported by: tests.
 *
 * <p>Never here: sockets, threads but those of the {@link io.photon.muon.transport.memory.TaskTimer} it is given.
 */
package io.photon.muon.transport.memory;
