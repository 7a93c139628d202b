// Lucene as `python -m bench speed` measures it: its ArabicAnalyzer, one thread, one merged segment.
//
//     java -cp JARS Speed.java build PASSAGES FOLDER    # id TAB title TAB text, a line each
//     java -cp JARS Speed.java ask FOLDER               # queries on stdin: kind TAB word TAB word …
//
// Each line of "ask" is answered by the hits and the nanoseconds of processor time they took; so is
// the opening of the index, before the first.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

public class Speed {
    static final int HITS = 10;
    static final String BODY = "body";
    static final Analyzer ANALYZER = new ArabicAnalyzer();

    public static void main(String[] given) throws Exception {
        if (given[0].equals("build")) {
            build(Path.of(given[1]), Path.of(given[2]));
        } else {
            ask(Path.of(given[1]));
        }
    }

    static void build(Path passages, Path folder) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config);
                BufferedReader lines = Files.newBufferedReader(passages, StandardCharsets.UTF_8)) {
            for (String line; (line = lines.readLine()) != null; ) {
                String[] row = line.split("\t", 3);
                Document document = new Document();
                document.add(new StringField("id", row[0], Field.Store.YES));
                document.add(new StoredField("title", row[1]));
                document.add(new TextField(BODY, row[2], Field.Store.YES));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    static void ask(Path folder) throws Exception {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long before = clock.getCurrentThreadCpuTime();
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(folder)));
        System.out.println("0 " + (clock.getCurrentThreadCpuTime() - before));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            String[] parts = line.split("\t");
            before = clock.getCurrentThreadCpuTime();
            Query query = query(parts[0], Arrays.copyOfRange(parts, 1, parts.length));
            int hits = searcher.search(query, HITS).scoreDocs.length;
            System.out.println(hits + " " + (clock.getCurrentThreadCpuTime() - before));
        }
    }

    static Query query(String kind, String[] words) throws Exception {
        switch (kind) {
            case "or":
            case "common_or":
                return all(Occur.SHOULD, words);
            case "and":
                return all(Occur.MUST, words);
            case "phrase":
                PhraseQuery.Builder phrase = new PhraseQuery.Builder();
                for (int at = 0; at < words.length; at++) {
                    String stem = stem(words[at]);
                    if (stem != null) {
                        phrase.add(new Term(BODY, stem), at);
                    }
                }
                return phrase.build();
            case "prefix":
                return new PrefixQuery(new Term(BODY, words[0]));
            default: // a AND (b OR c) NOT d
                BooleanQuery.Builder all = new BooleanQuery.Builder();
                add(all, Occur.MUST, words[0]);
                all.add(all(Occur.SHOULD, words[1], words[2]), Occur.MUST);
                add(all, Occur.MUST_NOT, words[3]);
                return all.build();
        }
    }

    static Query all(Occur occur, String... words) throws Exception {
        BooleanQuery.Builder parts = new BooleanQuery.Builder();
        for (String word : words) {
            add(parts, occur, word);
        }
        return parts.build();
    }

    static void add(BooleanQuery.Builder parts, Occur occur, String word) throws Exception {
        String stem = stem(word);
        if (stem != null) {
            parts.add(new TermQuery(new Term(BODY, stem)), occur);
        }
    }

    /** What the analyzer makes of a word; null for a stop word. */
    static String stem(String word) throws Exception {
        try (TokenStream tokens = ANALYZER.tokenStream(BODY, word)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            return tokens.incrementToken() ? term.toString() : null;
        }
    }
}
