package vethscope.model.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import vethscope.model.Design;

/// Designs in files. A failed load or save never harms the file.
public final class VethFile {

    private VethFile() {}

    /// @throws IOException if the file cannot be read at all
    public static Reading load(Path file) throws IOException {
        long size = Files.size(file);
        return size > Veth.MAX_BYTES ? Veth.tooLarge(size) : Veth.read(Files.readAllBytes(file));
    }

    /// Writes a new file beside the old one and puts it in its place in one step, so that a reader sees the old
    /// or the new content and a power cut leaves one of them. Links are followed; permissions stay.
    ///
    /// @throws IOException if it could not be written; the old file is as it was
    public static void save(Path file, Design design) throws IOException {
        byte[] bytes = Veth.write(design).getBytes(StandardCharsets.UTF_8);
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString());
        }
        Path fresh = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            write(fresh, bytes);
            keepPermissions(target, fresh);
            replace(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void write(Path fresh, byte[] bytes) throws IOException {
        Files.deleteIfExists(fresh);
        try (var channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        var view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) {
            view.setPermissions(Files.getPosixFilePermissions(from));
        }
    }

    private static void replace(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
