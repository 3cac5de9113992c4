// SPDX-License-Identifier: Apache-2.0
/**
 * Hooks: addresses that other programs deliver events to, signing each delivery with a secret that both sides know. A
 * {@link io.photon.security.hook.Hook} is a fold of {@code __security__} ({@link io.photon.security.hook.HookLedger});
 * {@link io.photon.security.hook.Hooks} makes changes and checks deliveries; {@link io.photon.security.hook.Signatures} knows how senders sign, and
 * {@link io.photon.security.hook.DeliveredEvent} makes an event of what was delivered. A secret has to be known as it is, so it is kept
 * sealed ({@link io.photon.security.hook.SecretBox}) with a key that no event and no backup holds.
 *
 * <p>May import: {@code security}, {@code cloudevents}, {@code codec}, {@code event}, {@code result}, {@code text}, Jackson (to read events). Imported by:
 * {@code api}, wiring.
 *
 * <p>Never here: HTTP, appending, who may manage hooks.
 */
@NullMarked
package io.photon.security.hook;

import org.jspecify.annotations.NullMarked;
