// Lucene as `python -m bench lucene` measures it: its ArabicAnalyzer and BM25 as they come.
//
//     java -cp JARS Ranked.java DOCUMENTS HITS          # id TAB text, a line each
//
// Each line of the input is a query; it is answered by the ids of the first HITS documents that hold
// any of its analysed words, the best first, between tabs.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.QueryBuilder;

public class Ranked {
    static final Analyzer ANALYZER = new ArabicAnalyzer();
    static final BM25Similarity BM25 = new BM25Similarity(1.2f, 0.75f);

    public static void main(String[] given) throws Exception {
        Directory directory = new ByteBuffersDirectory();
        index(Path.of(given[0]), directory);
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setSimilarity(BM25);
        answer(searcher, Integer.parseInt(given[1]));
    }

    static void index(Path documents, Directory directory) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setSimilarity(BM25);
        try (IndexWriter writer = new IndexWriter(directory, config);
                BufferedReader lines = Files.newBufferedReader(documents, StandardCharsets.UTF_8)) {
            for (String line; (line = lines.readLine()) != null; ) {
                String[] row = line.split("\t", 2);
                Document document = new Document();
                document.add(new StoredField("id", row[0]));
                document.add(new TextField("text", row[1], Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    static void answer(IndexSearcher searcher, int hits) throws Exception {
        QueryBuilder queries = new QueryBuilder(ANALYZER);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            StringJoiner ids = new StringJoiner("\t");
            Query query = queries.createBooleanQuery("text", line, Occur.SHOULD);
            if (query != null) { // null where all is stop words
                for (ScoreDoc hit : searcher.search(query, hits).scoreDocs) {
                    ids.add(searcher.doc(hit.doc).get("id"));
                }
            }
            out.println(ids);
        }
        out.flush();
    }
}
