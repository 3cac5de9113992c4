/**
 * One method per use case, and who may do what. The only room a door may enter; what it gives and takes is its own, or
 * an {@code event}, or a {@code result}.
 *
 * <p>May import: {@code text}, {@code projection}, {@code projection.spi}, {@code projection.trace}, {@code security}, {@code backup}, {@code log},
 * {@code budget}, {@code core}, {@code codec}, {@code event}, {@code result}, {@code journal}, {@code os}; of {@code store} and {@code filter} the values that the
 * log speaks in. Imported by: the doors, wiring.
 *
 * <p>Never here: protocols, threads; JSON but where an answer is the same at every door.
 */
package io.photon.api;
