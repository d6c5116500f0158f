#include "viewer/pack/book.h"

#include <fmt/format.h>

#include <map>
#include <memory>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/version.h"

namespace viewer {
namespace {

using Object = QPDFObjectHandle;

Object text(const std::string& words) { return Object::newUnicodeString(words); }

Object destination(Object page) {
  Object to = Object::newArray();
  to.appendItem(page);
  to.appendItem(Object::newName("/Fit"));
  return to;
}

/// Opens each file once, whatever number of pages is taken from it.
class Files {
 public:
  QPDFPageObjectHelper page(const std::filesystem::path& file, std::size_t number) {
    if (open_.size() >= most_open && !open_.contains(file)) open_.clear();
    std::shared_ptr<QPDF>& source = open_[file];
    if (!source) {
      source = std::make_shared<QPDF>();
      source->setImmediateCopyFrom(true);  // it may be closed before the book is written
      source->processFile(file.c_str());
    }
    auto pages = QPDFPageDocumentHelper(*source).getAllPages();
    if (number >= pages.size()) throw data::Error({.what = data::tr("Cannot bind the pack's pages"), .file = file.string()});
    return pages[number];
  }

 private:
  static constexpr std::size_t most_open = 16;
  std::map<std::filesystem::path, std::shared_ptr<QPDF>> open_;
};

/// What `over` shows, on top of what `page` shows.
void lay_over(QPDF& book, QPDFPageObjectHelper page, QPDFPageObjectHelper over) {
  Object form = book.copyForeignObject(over.getFormXObjectForPage());
  int unique = 1;
  Object resources = page.getAttribute("/Resources", true);
  const std::string name = resources.getUniqueResourceName("/Over", unique);
  Object forms = resources.getKey("/XObject");
  if (!forms.isDictionary()) resources.replaceKey("/XObject", forms = Object::newDictionary());
  forms.replaceKey(name, form);
  page.addPageContents(Object::newStream(&book, "q\n"), true);
  page.addPageContents(Object::newStream(&book, "\nQ\nq " + name + " Do Q\n"), false);
}

void add_links(QPDF& book, Object page, const std::vector<BookLink>& links, const std::vector<Object>& pages) {
  if (links.empty()) return;
  const double height = page.getKey("/MediaBox").getArrayItem(3).getNumericValue();
  Object notes = Object::newArray();
  for (const BookLink& link : links) {
    Object note = Object::newDictionary();
    note.replaceKey("/Type", Object::newName("/Annot"));
    note.replaceKey("/Subtype", Object::newName("/Link"));
    Object box = Object::newArray();
    for (const double v : {link.x, height - link.y - link.h, link.x + link.w, height - link.y}) box.appendItem(Object::newReal(v, 2));
    note.replaceKey("/Rect", box);
    Object border = Object::newArray();
    for (int i = 0; i < 3; ++i) border.appendItem(Object::newInteger(0));
    note.replaceKey("/Border", border);
    note.replaceKey("/Dest", destination(pages.at(link.to)));
    notes.appendItem(book.makeIndirectObject(note));
  }
  page.replaceKey("/Annots", notes);
}

/// An entry of the outline and those below it.
struct Entry {
  Object at;
  int depth = -1;
  std::vector<std::size_t> below;
};

/// Entries lie in order; each belongs to the nearest earlier one of a smaller depth.
void link_entries(std::vector<Entry>& entries, std::size_t above) {
  Entry& parent = entries[above];
  if (parent.below.empty()) return;
  parent.at.replaceKey("/First", entries[parent.below.front()].at);
  parent.at.replaceKey("/Last", entries[parent.below.back()].at);
  // A negative number keeps what is below folded: a hundred communes are found by their district.
  const auto count = static_cast<long long>(parent.below.size());
  parent.at.replaceKey("/Count", Object::newInteger(parent.depth < 1 ? count : -count));
  for (std::size_t i = 0; i < parent.below.size(); ++i) {
    Entry& entry = entries[parent.below[i]];
    entry.at.replaceKey("/Parent", parent.at);
    if (i > 0) entry.at.replaceKey("/Prev", entries[parent.below[i - 1]].at);
    if (i + 1 < parent.below.size()) entry.at.replaceKey("/Next", entries[parent.below[i + 1]].at);
    link_entries(entries, parent.below[i]);
  }
}

Object outline_of(QPDF& book, const std::vector<BookPage>& pages, const std::vector<Object>& objects) {
  std::vector<Entry> entries{{book.makeIndirectObject(Object::newDictionary()), -1, {}}};
  entries[0].at.replaceKey("/Type", Object::newName("/Outlines"));
  std::vector<std::size_t> open{0};
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (pages[i].title.empty()) continue;
    while (entries[open.back()].depth >= pages[i].depth) open.pop_back();
    Entry entry{book.makeIndirectObject(Object::newDictionary()), pages[i].depth, {}};
    entry.at.replaceKey("/Title", text(pages[i].title));
    entry.at.replaceKey("/Dest", destination(objects[i]));
    entries[open.back()].below.push_back(entries.size());
    open.push_back(entries.size());
    entries.push_back(std::move(entry));
  }
  link_entries(entries, 0);
  return entries[0].at;
}

void describe(QPDF& book, const std::string& title, data::Date day, data::Lang lang) {
  std::string stamp = data::iso_date(day);
  std::erase(stamp, '-');
  Object info = Object::newDictionary();
  info.replaceKey("/Title", text(title));
  info.replaceKey("/Creator", text(fmt::format("phusong {}", data::version)));
  info.replaceKey("/CreationDate", Object::newString("D:" + stamp + "000000Z"));
  book.getTrailer().replaceKey("/Info", book.makeIndirectObject(info));
  Object root = book.getRoot(), preferences = Object::newDictionary();
  preferences.replaceKey("/DisplayDocTitle", Object::newBool(true));
  root.replaceKey("/ViewerPreferences", preferences);
  root.replaceKey("/PageMode", Object::newName("/UseOutlines"));
  root.replaceKey("/Lang", Object::newString(lang == data::Lang::vi ? "vi" : "en"));
}

}  // namespace

std::vector<std::uint8_t> bind_book(const std::vector<BookPage>& pages, const std::string& title, data::Date day, data::Lang lang) try {
  QPDF book;
  book.emptyPDF();
  QPDFPageDocumentHelper helper(book);
  Files files;
  for (const BookPage& page : pages) {
    helper.addPage(files.page(page.file, page.number), false);
    if (!page.over.empty()) lay_over(book, helper.getAllPages().back(), files.page(page.over, page.over_number));
  }
  std::vector<Object> objects;
  for (auto& page : helper.getAllPages()) objects.push_back(page.getObjectHandle());
  for (std::size_t i = 0; i < pages.size(); ++i) add_links(book, objects[i], pages[i].links, objects);
  describe(book, title, day, lang);
  book.getRoot().replaceKey("/Outlines", outline_of(book, pages, objects));
  QPDFWriter writer(book);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.write();
  const auto bytes = writer.getBufferSharedPointer();
  return {bytes->getBuffer(), bytes->getBuffer() + bytes->getSize()};
} catch (const QPDFExc& trouble) {
  throw data::Error({.what = data::tr("Cannot bind the pack's pages"), .file = trouble.getFilename(), .why = trouble.getMessageDetail()});
}

}  // namespace viewer
