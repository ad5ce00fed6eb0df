package vethscope.app.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Standard output in UTF-8, which tells a reader who has had enough, as `head` does, from a full disk.
public final class ResultStream extends PrintStream {

    private final Watched watched;

    public ResultStream(FileDescriptor descriptor) {
        this(new Watched(new FileOutputStream(descriptor)));
    }

    private ResultStream(Watched watched) {
        super(new BufferedOutputStream(watched, 1 << 16), false, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    /// Whether the other end of the pipe was closed.
    boolean readerLeft() {
        return watched.readerLeft;
    }

    private static final class Watched extends FilterOutputStream {
        private boolean readerLeft;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                String message = String.valueOf(e.getMessage());
                readerLeft = message.contains("Broken pipe") || message.contains("pipe is being closed");
                throw e;
            }
        }
    }
}
