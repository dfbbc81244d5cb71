package io.millrace.connector.jdbc.replication;

/** Takes apart a line that COPY gives in its text format. */
final class CopiedLine {

    private final RowImage image = new RowImage();

    /** The row of a line, whose bytes are used for it and are not what they were then; good until the next. */
    RowImage take(byte[] line) {
        image.begin(line);
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        int start = 0;
        int to = 0;
        for (int from = 0; from <= end; from++) {
            if (from == end || line[from] == '\t') {
                image.add(start, to - start);
                to = from + 1;
                start = to;
            } else if (line[from] != '\\') {
                line[to++] = line[from];
            } else if (line[from + 1] == 'N') {
                image.add(0, RowImage.NULL);
                from += 2; // also what separates it from the next
                to = from + 1;
                start = to;
                if (from >= end) {
                    return image;
                }
            } else {
                from++;
                line[to++] = escaped(line[from]);
            }
        }
        return image;
    }

    private static byte escaped(byte character) {
        return switch (character) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> character;
        };
    }
}
