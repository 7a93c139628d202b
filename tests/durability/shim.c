/* Watches every change that a process makes below one folder; notes it, and fails it when told to.

   Preloaded, with SHIM_FOLDER in the environment. With SHIM_LOG, each change that was done goes
   into that file as a line
       what, bytes of the path, bytes of the other path, number, bytes of the content
   and after it the path, the other path and the content. The number is the offset of a write, the
   length a file is cut to, the flags of an opening.

   Streams of C are opened over functions of ours, since the C library does not call `write` by
   that name when it empties them. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2, NAMES = 4, LINKS = 8, LOCKS = 16 };

static char folder[PATH_MAX];
static size_t folder_length;
static int notes = -1;
static int kinds, error_number, stays;
static long wanted, seen;

__attribute__((constructor)) static void begin(void) {
  const char *below = getenv("SHIM_FOLDER"), *into = getenv("SHIM_LOG");
  if (!below) return;
  folder_length = strlen(strncpy(folder, below, PATH_MAX - 1));
  if (into)
    notes = syscall(SYS_openat, AT_FDCWD, into, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* From now on the `at`-th change of these kinds fails, and if `staying` all after it. */
void shim_fail(int of_kinds, long at, int error, int staying) {
  kinds = of_kinds, wanted = at, error_number = error, stays = staying, seen = 0;
}

/* How many changes of the kinds that may fail there were. */
long shim_seen(void) { return seen; }

static int is_inside(const char *path) {
  return folder_length && !strncmp(path, folder, folder_length) &&
         (path[folder_length] == '/' || !path[folder_length]);
}

/* The path of an open file, and whether it is below the folder. */
static int inside_file(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_inside(path);
}

/* The whole of a path that starts at a folder, and whether it is below ours. */
static int inside_path(int at, const char *path, char *whole) {
  char start[PATH_MAX] = "";
  if (path[0] == '/') {
    snprintf(whole, PATH_MAX, "%s", path);
  } else {
    if (at == AT_FDCWD ? !getcwd(start, PATH_MAX) : (inside_file(at, start), !start[0])) return 0;
    if (snprintf(whole, PATH_MAX, "%s/%s", start, path) >= PATH_MAX) return 0;
  }
  return is_inside(whole);
}

/* Whether this change is the one to fail. */
static int refused(int kind) {
  if (!(kinds & kind)) return 0;
  seen++;
  if (seen != wanted && !(stays && seen > wanted)) return 0;
  errno = error_number;
  return 1;
}

static void note(const char *what, const char *path, const char *other, long number,
                 const void *content, size_t size) {
  if (notes < 0) return;
  int kept = errno;
  char line[128];
  size_t paths[] = {strlen(path), other ? strlen(other) : 0};
  int length = snprintf(line, sizeof line, "%s %zu %zu %ld %zu\n", what, paths[0], paths[1], number, size);
  struct iovec parts[] = {{line, length}, {(void *)path, paths[0]}, {(void *)other, paths[1]}, {(void *)content, size}};
  syscall(SYS_writev, notes, parts, 4);
  errno = kept;
}

/* Files opened and cut */

static int opened(int at, const char *path, int flags, int mode) {
  char whole[PATH_MAX];
  int ours = (flags & O_ACCMODE) != O_RDONLY && !(flags & O_DIRECTORY) && inside_path(at, path, whole);
  if (ours && (flags & (O_CREAT | O_TRUNC)) && refused(NAMES)) return -1;
  int file = syscall(SYS_openat, at, path, flags, mode);
  if (ours && file >= 0) note("open", whole, 0, flags & (O_CREAT | O_TRUNC), 0, 0);
  return file;
}

#define OPEN(name, at, ...)                      \
  int name(__VA_ARGS__ const char *path, int flags, ...) { \
    va_list rest;                                \
    va_start(rest, flags);                       \
    int mode = va_arg(rest, int);                \
    va_end(rest);                                \
    return opened(at, path, flags, mode);        \
  }
#define AND ,
OPEN(open, AT_FDCWD, )
OPEN(open64, AT_FDCWD, )
OPEN(openat, at, int at AND)
OPEN(openat64, at, int at AND)

int ftruncate64(int file, off_t length) {
  char path[PATH_MAX];
  int ours = inside_file(file, path);
  if (ours && refused(WRITES)) return -1;
  int result = syscall(SYS_ftruncate, file, length);
  if (ours && !result) note("cut", path, 0, length, 0, 0);
  return result;
}
int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

/* Contents */

ssize_t write(int file, const void *content, size_t size) {
  char path[PATH_MAX];
  int ours = inside_file(file, path);
  if (ours && refused(WRITES)) return -1;
  ssize_t done = syscall(SYS_write, file, content, size);
  if (ours && done > 0) note("write", path, 0, lseek(file, 0, SEEK_CUR) - done, content, done);
  return done;
}

ssize_t pwrite64(int file, const void *content, size_t size, off_t at) {
  char path[PATH_MAX];
  int ours = inside_file(file, path);
  if (ours && refused(WRITES)) return -1;
  ssize_t done = syscall(SYS_pwrite64, file, content, size, at);
  if (ours && done > 0) note("write", path, 0, at, content, done);
  return done;
}
ssize_t pwrite(int file, const void *content, size_t size, off_t at) {
  return pwrite64(file, content, size, at);
}

ssize_t writev(int file, const struct iovec *parts, int number) {
  ssize_t total = 0;
  for (int part = 0; part < number; part++) {
    ssize_t done = write(file, parts[part].iov_base, parts[part].iov_len);
    if (done < 0) return total ? total : -1;
    total += done;
    if ((size_t)done < parts[part].iov_len) break;
  }
  return total;
}

static void note_copied(const char *path, int source, off_t from, off_t to, ssize_t done) {
  char *content = malloc(done);
  if (content && syscall(SYS_pread64, source, content, done, from) == done)
    note("write", path, 0, to, content, done);
  free(content);
}

ssize_t sendfile64(int file, int source, off_t *from, size_t size) {
  char path[PATH_MAX];
  int ours = inside_file(file, path);
  if (ours && refused(WRITES)) return -1;
  off_t start = from ? *from : lseek(source, 0, SEEK_CUR), to = lseek(file, 0, SEEK_CUR);
  ssize_t done = syscall(SYS_sendfile, file, source, from, size);
  if (ours && done > 0) note_copied(path, source, start, to, done);
  return done;
}
ssize_t sendfile(int file, int source, off_t *from, size_t size) {
  return sendfile64(file, source, from, size);
}

ssize_t copy_file_range(int source, off_t *from, int file, off_t *to, size_t size, unsigned flags) {
  char path[PATH_MAX];
  int ours = inside_file(file, path);
  if (ours && refused(WRITES)) return -1;
  off_t start = from ? *from : lseek(source, 0, SEEK_CUR), target = to ? *to : lseek(file, 0, SEEK_CUR);
  ssize_t done = syscall(SYS_copy_file_range, source, from, file, to, size, flags);
  if (ours && done > 0) note_copied(path, source, start, target, done);
  return done;
}

static ssize_t stream_read(void *file, char *into, size_t size) { return read((intptr_t)file, into, size); }
static ssize_t stream_write(void *file, const char *content, size_t size) {
  ssize_t done = write((intptr_t)file, content, size);
  return done < 0 ? 0 : done; /* which is how such a function tells of an error */
}
static int stream_seek(void *file, off64_t *place, int whence) {
  off_t at = lseek((intptr_t)file, *place, whence);
  if (at < 0) return -1;
  *place = at;
  return 0;
}
static int stream_close(void *file) { return close((intptr_t)file); }

FILE *fdopen(int file, const char *mode) {
  cookie_io_functions_t functions = {stream_read, stream_write, stream_seek, stream_close};
  return fopencookie((void *)(intptr_t)file, mode, functions);
}

/* What is made to last */

static int synced(int file, long call) {
  char path[PATH_MAX];
  int ours = inside_file(file, path);
  if (ours && refused(SYNCS)) return -1;
  int result = syscall(call, file);
  if (ours && !result) note("sync", path, 0, 0, 0, 0);
  return result;
}
int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

/* Names */

int renameat(int at, const char *path, int to, const char *other) {
  char whole[PATH_MAX], target[PATH_MAX];
  int ours = inside_path(at, path, whole);
  inside_path(to, other, target);
  if (ours && refused(NAMES)) return -1;
  int result = syscall(SYS_renameat2, at, path, to, other, 0);
  if (ours && !result) note("rename", whole, target, 0, 0, 0);
  return result;
}
int rename(const char *path, const char *other) { return renameat(AT_FDCWD, path, AT_FDCWD, other); }

int unlinkat(int at, const char *path, int flags) {
  char whole[PATH_MAX];
  int ours = inside_path(at, path, whole);
  if (ours && refused(NAMES)) return -1;
  int result = syscall(SYS_unlinkat, at, path, flags);
  if (ours && !result) note("remove", whole, 0, 0, 0, 0);
  return result;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int at, const char *path, mode_t mode) {
  char whole[PATH_MAX];
  int ours = inside_path(at, path, whole);
  if (ours && refused(NAMES)) return -1;
  int result = syscall(SYS_mkdirat, at, path, mode);
  if (ours && !result) note("mkdir", whole, 0, 0, 0, 0);
  return result;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int symlinkat(const char *target, int at, const char *path) {
  char whole[PATH_MAX];
  int ours = inside_path(at, path, whole);
  if (ours && (refused(NAMES) || refused(LINKS))) return -1;
  int result = syscall(SYS_symlinkat, target, at, path);
  if (ours && !result) note("symlink", whole, target, 0, 0, 0);
  return result;
}
int symlink(const char *target, const char *path) { return symlinkat(target, AT_FDCWD, path); }

int flock(int file, int operation) {
  char path[PATH_MAX];
  if (inside_file(file, path) && refused(LOCKS)) return -1;
  return syscall(SYS_flock, file, operation);
}
