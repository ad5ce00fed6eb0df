package vethscope.model.address;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Names and addresses that must come out the same for ever are cut from this digest.
public final class Sha1 {

    private Sha1() {}

    /// 20 bytes of the text's UTF-8.
    public static byte[] of(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
