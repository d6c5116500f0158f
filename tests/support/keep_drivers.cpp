// Part of the program in builds with the address sanitizer only. GLFW unloads the GL driver before the process ends, and what
// the driver still holds then belongs to no library that a suppression could name. Nothing is unloaded here.
extern "C" int dlclose(void*) { return 0; }
