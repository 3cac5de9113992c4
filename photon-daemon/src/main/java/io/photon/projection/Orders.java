package io.photon.projection;

/**
 * What is wanted of a projection.
 *
 * @param plan what it is to be
 * @param pause whether it is to stand still
 * @param remove whether it is to go, and what is kept of it
 */
record Orders(Plan plan, boolean pause, boolean remove) {}
