/* Networks that Thimble trained, in a C program: load a weights file, classify images, free it.
 *
 * Every function that can fail returns a code of thimble_result; thimble_error has the reason as a line of text.
 *
 * Threads: every function may be called from any number of threads at once, on the same network too. One thing is the caller's duty:
 * thimble_free is not called while another thread still uses that network.
 *
 * Processes: load networks after fork, not before. The library cannot be unloaded: never call dlclose on it.
 */
#ifndef THIMBLE_H
#define THIMBLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A loaded network. 0 is never one. */
typedef int64_t thimble_network;

/* Results. */
enum thimble_result {
    THIMBLE_OK = 0,
    THIMBLE_BAD_ARGUMENT = 1, /* a null pointer, a wrong number of pixels, a network that was freed */
    THIMBLE_BAD_FILE = 2,     /* the weights file cannot be read or used */
    THIMBLE_NO_MEMORY = 3,
    THIMBLE_FAILURE = 4       /* a fault of the library itself */
};

/* The answer to an image. */
typedef struct {
    int32_t label;      /* the class, 0 to thimble_class_count - 1 */
    float probability;  /* its probability, 0 to 1 */
    int32_t recognized; /* 0: the image is like nothing that the network was trained on; label is then only the nearest class */
} thimble_answer;

/* Loads a weights file that Thimble wrote, such as final.safetensors of a run.
 * path: the file's path in UTF-8. threads: threads for batches; 0 for one a processor. network: receives the network, 0 on an error. */
int32_t thimble_load(const char *path, int32_t threads, thimble_network *network);

/* Frees a network and its threads. Freeing 0 or a network that was freed does nothing. */
void thimble_free(thimble_network network);

/* What an image is: channels * height * width bytes, each 0 to 255, channel after channel, row after row. */
int32_t thimble_input_shape(thimble_network network, int32_t *channels, int32_t *height, int32_t *width);

/* The number of classes; 0 if there is no such network. */
int32_t thimble_class_count(thimble_network network);

/* Classifies one image. size: the number of bytes of pixels.
 * probabilities: room for one number a class, or NULL. Nothing is allocated once a thread has classified an image. */
int32_t thimble_classify(
    thimble_network network, const uint8_t *pixels, size_t size, thimble_answer *answer, float *probabilities);

/* Classifies images on several threads, one batch at a time. pixels: image after image. size: the number of bytes of all of them.
 * answers: room for one an image. */
int32_t thimble_classify_batch(
    thimble_network network, const uint8_t *pixels, size_t size, size_t images, thimble_answer *answers);

/* Three texts in UTF-8. Each is copied to the caller's buffer, cut to its size between two characters, and ends with a 0. The result is the text's
 * length without the 0, whether or not it fitted: with a size of 0 (text may then be NULL) it says how much room is needed. */

/* What a class is called; empty if there is no such class. */
size_t thimble_class_name(thimble_network network, int32_t label, char *text, size_t size);

/* The reason of the last error in this thread; empty if there was none. A function that succeeds leaves it as it is. */
size_t thimble_error(char *text, size_t size);

/* What is lost because the library was compiled for less than this processor has, and what to do; empty if nothing is lost. */
size_t thimble_shortfall(char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
