// SPDX-License-Identifier: Apache-2.0
/**
 * {@code photon migrate}: moves what is stored into another backend, and proves it. It opens stores as {@code serve} does,
 * so it knows the daemon's wiring; a running source it asks over HTTP, as every command does.
 *
 * <p>May import: {@code daemon}, {@code log}, {@code migration}, {@code backup.format}, {@code client}, {@code codec}, {@code event},
 * {@code question}, {@code result}, {@code settings}, {@code task}, {@code cli.command}, {@code cli.log}, {@code cli.output}, picocli.
 * Imported by: {@code cli}.
 *
 * <p>Never here: how a store is opened, what is compared.
 */
@NullMarked
package io.photon.cli.command.migrate;

import org.jspecify.annotations.NullMarked;
