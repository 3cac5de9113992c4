/**
 * What can be done with a Photon, and who may do what. The way in: {@link io.photon.api.UseCases} answers every question of
 * the table in {@code question}, filled by noun ({@code EventUseCases}, {@code StreamUseCases}, {@code ProjectionUseCases},
 * {@code BackupUseCases}, {@code AdminUseCases}); {@link io.photon.api.PhotonApi} is who comes in, and what is no question:
 * emitting, replaying, restoring. {@code Access} is where permissions are checked. The only room a door may enter; what it
 * gives and takes is its own, or an {@code event}, a {@code question}, a {@code result}.
 *
