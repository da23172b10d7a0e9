package dev.parley.auth.password;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id version 1.3 (RFC 9106), from Bouncy Castle.
///
/// Each thread keeps the memory of its last hash for the next one: a fresh allocation of 19 MiB in blocks of 1
/// KiB costs an eighth of the whole time. So this belongs on few threads, and the memory goes with them.
public final class Argon2id implements PasswordFunction {
    // Besides the blocks of the memory matrix the generator borrows a few for its own work.
    private static final int WORKING_BLOCKS = 8;

    private static final ThreadLocal<Memory> MEMORY = new ThreadLocal<>();

    @Override
    public byte[] hash(byte[] password, byte[] salt, Argon2Cost cost) {
        Memory mine = MEMORY.get();
        if (mine == null || mine.kib() != cost.memoryKib()) {
            mine = new Memory(cost.memoryKib(), new FixedBlockPool(cost.memoryKib() + WORKING_BLOCKS));
            MEMORY.set(mine);
        }
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .withBlockPool(mine.blocks())
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password, hash);
        return hash;
    }

    private record Memory(int kib, FixedBlockPool blocks) {}
}
