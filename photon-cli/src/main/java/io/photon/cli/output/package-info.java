/**
 * What the user sees: data on stdout, everything else on stderr; tables, JSON, progress, errors and their exit codes.
 *
 * <p>May import: {@code client}, {@code muon.transport}, {@code muon.wire}, {@code backup.format}, {@code codec},
 * {@code event}, {@code result}, {@code os}, {@code cli.zstd}. Imported by: {@code cli.command}, {@code cli.log},
 * {@code cli.top}, {@code cli}.
 *
 * <p>Never here: requests, options, decisions about what to show.
 */
package io.photon.cli.output;
