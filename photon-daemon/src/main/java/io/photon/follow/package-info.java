// SPDX-License-Identifier: Apache-2.0
/**
 * Followers: a Photon that keeps the events of another as they are, and what makes one of them the primary.
 *
 * <p>On the side that is followed {@link io.photon.follow.FollowerFeed} answers what is new and knows who asks; on the other
 * {@link io.photon.follow.Follower} asks for it, compares fingerprints, and stores it. {@link io.photon.follow.NodeRole} says whether
 * the log takes events of its own. {@link io.photon.follow.Cluster} puts them together; a follower can itself be followed.
 * {@link io.photon.follow.StepDown} is how a node stops being the primary when another has been promoted.
 *
 * <p>May import: {@code log}, {@code store}, {@code core}, {@code client}, {@code backup.format}, {@code question},
 * {@code codec}, {@code event}, {@code os}, {@code result}, {@code task}, {@code text}, Jackson. Imported by: {@code api}, wiring.
 *
 * <p>Never here: permissions, files of the store, the protocols of doors.
 */
@NullMarked
package io.photon.follow;

import org.jspecify.annotations.NullMarked;
